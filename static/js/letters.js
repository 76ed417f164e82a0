// Keeps the letters on the page in step with the form above them. Without this script a button does the same.
'use strict';
(() => {
  const PAUSE = 800; // milliseconds without a key
  const form = document.getElementById('letters');
  if (!form || !document.getElementById('shown')) return;

  let waiting = 0;
  let asked = 0;

  const put = (fresh) => {
    const open = [...document.querySelectorAll('#shown details[open] textarea')].map((box) => box.id);
    document.getElementById('shown').replaceWith(fresh);
    open.forEach((id) => { const box = document.getElementById(id); if (box) box.closest('details').open = true; });
  };

  const refresh = async () => {
    asked += 1;
    const number = asked;
    const typed = new URLSearchParams(new FormData(form));
    typed.set('output', 'show');
    try {
      const answer = await fetch(form.action, { method: 'POST', body: typed, cache: 'no-store', redirect: 'error' });
      if (number !== asked) return;
      if (answer.status === 409 || answer.status === 410) {
        // Nobody may write any more: the page that says so takes the place of what could be printed.
        window.location.replace(window.location.pathname);
        return;
      }
      if (!answer.ok) return; // what is wrong is said when a button is pressed, not while somebody types
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('shown');
      if (fresh) put(document.adoptNode(fresh));
    } catch {
      // No connection: the buttons say so.
    }
  };

  form.addEventListener('input', () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(refresh, PAUSE);
  });
})();
