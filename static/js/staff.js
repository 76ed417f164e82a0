// Gives the choice boxes of the admin (Select2) the names of their labels: they come without, and a screen
// reader then says "combo box" and no more. Nothing else on these pages needs a script of ours.
'use strict';
(() => {
  const labelOf = (select) => select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);

  const nameBox = (box) => {
    const select = box.parentElement.querySelector('select.admin-autocomplete');
    const combobox = box.querySelector('.select2-selection[role="combobox"]');
    const label = select && labelOf(select);
    if (!combobox || !label) return;
    label.id = label.id || `${select.id}_label`;
    const shown = combobox.querySelector('.select2-selection__rendered');
    combobox.setAttribute('aria-labelledby', `${label.id} ${shown.id}`);
    // What is chosen is text, not a text box; as a text box it would need a name of its own.
    shown.removeAttribute('role');
    shown.removeAttribute('aria-readonly');
  };

  const nameSearch = (field) => {
    const open = document.querySelector('.select2-container--open');
    const select = open && open.parentElement.querySelector('select.admin-autocomplete');
    const label = select && labelOf(select);
    if (label) field.setAttribute('aria-label', `Search: ${label.textContent.trim().replace(/:$/, '')}`);
  };

  const look = () => {
    document.querySelectorAll('.select2-container:has(> .selection)').forEach(nameBox);
    document.querySelectorAll('.select2-search__field').forEach(nameSearch);
  };

  // Boxes come with the page, with each row that is added, and with each list that opens.
  document.addEventListener('DOMContentLoaded', () => {
    look();
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
})();
