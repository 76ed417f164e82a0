// While a form of staff is open, says so every minute and shows who else has it open; when the page is left, says
// that too. Without this script the page still tells who had opened the form when it was loaded.
'use strict';
(() => {
  const EVERY = 60_000; // milliseconds
  const notice = document.getElementById('here');
  const form = document.querySelector('#content-main > form');
  if (!notice || !form) return;

  // A browser that keeps what was typed through a reload would put it beside the seal of a newer page.
  form.autocomplete = 'off';

  let isSending = false;
  form.addEventListener('submit', () => { isSending = true; });

  const message = () => {
    const data = new FormData();
    data.append('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
    data.append('form', notice.dataset.form);
    return data;
  };

  const tell = (sentences) => {
    const list = notice.querySelector('ul');
    const told = [...list.children].map((line) => line.textContent);
    if (told.join('\n') === sentences.join('\n')) return;
    list.replaceChildren(...sentences.map((sentence) => {
      const line = document.createElement('li');
      line.textContent = sentence;
      return line;
    }));
    notice.hidden = sentences.length === 0;
  };

  const ask = async () => {
    try {
      const answer = await fetch(notice.dataset.address, { method: 'POST', body: message(), redirect: 'error' });
      if (answer.ok) tell((await answer.json()).sentences);
    } catch {
      // No connection, or logged out: the next minute asks again, and nothing depends on it.
    }
  };

  setInterval(ask, EVERY);
  window.addEventListener('pageshow', (event) => { if (event.persisted) { isSending = false; ask(); } });
  window.addEventListener('pagehide', () => {
    if (isSending) return;
    const data = message();
    data.append('leave', '1');
    navigator.sendBeacon(notice.dataset.address, data);
  });
})();
