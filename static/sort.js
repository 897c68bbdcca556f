// Rows that are dragged to another place. The page has a form in each row with
// a field "position"; dropping a row sends the first of them with the place it
// was dropped at.
(() => {
  'use strict';
  let row = null;
  const rows = () => [...row.parentElement.children];

  // A row may only be taken at its handle, or text in it could not be marked.
  document.addEventListener('pointerdown', e => {
    const handle = e.target.closest('[data-sortable] [data-drag]');
    if (handle) handle.closest('tr').draggable = true;
  });
  document.addEventListener('pointerup', () => {
    for (const r of document.querySelectorAll('[data-sortable] tr[draggable]')) r.removeAttribute('draggable');
  });

  document.addEventListener('dragstart', e => {
    row = e.target.closest?.('[data-sortable] tr[draggable]');
    if (!row) return;
    e.dataTransfer.effectAllowed = 'move';
    row.dataset.dragged = '';
  });
  document.addEventListener('dragover', e => {
    const over = e.target.closest?.('tr');
    if (!row || !over || over.parentElement !== row.parentElement) return;
    e.preventDefault();
    if (over === row) return;
    const { top, height } = over.getBoundingClientRect();
    over[e.clientY < top + height / 2 ? 'before' : 'after'](row);
  });
  document.addEventListener('drop', e => {
    if (row) e.preventDefault();
  });
  document.addEventListener('dragend', () => {
    if (!row) return;
    const dropped = row;
    const to = rows().indexOf(dropped) + 1;
    row = null;
    dropped.removeAttribute('draggable');
    delete dropped.dataset.dragged;
    if (to === Number(dropped.dataset.position)) return;
    const form = dropped.querySelector('form:has([name=position])');
    form.elements.position.value = to;
    form.requestSubmit();
  });
})();
