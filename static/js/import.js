// Marks the lines of the source that a field was read from while one works in the field. Without this the link
// beside the field leads to its first line.
'use strict';
(() => {
  const lines = document.getElementById('source-lines');
  if (!lines) return;

  const mark = (link) => {
    lines.querySelectorAll('.marked').forEach((line) => line.classList.remove('marked'));
    if (!link) return;
    const first = Number(link.dataset.first);
    const last = Number(link.dataset.last);
    let top = null;
    for (let number = first; number <= last && number < first + 500; number += 1) {
      lines.querySelectorAll(`[data-line="${number}"]`).forEach((line) => {
        line.classList.add('marked');
        top = top || line;
      });
    }
    if (top) lines.scrollTop = top.offsetTop - lines.offsetTop - lines.clientHeight / 4;
  };

  document.addEventListener('focusin', (event) => {
    const field = event.target.closest('.field, .row, dd');
    if (!field) return;
    const row = field.closest('.row') || field;
    const link = field.querySelector('a[data-first]') || row.querySelector('a[data-first]');
    if (link) mark(link);
  });

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-first]');
    if (!link) return;
    // The lines come to the field, instead of the page jumping away from it.
    event.preventDefault();
    mark(link);
  });
})();
