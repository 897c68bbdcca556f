// Selecting rows of a list, and what a form control forgets when it is morphed.
(() => {
  'use strict';
  const boxes = listing => [...listing.querySelectorAll('td.pick input')];

  const count = () => {
    for (const listing of document.querySelectorAll('.listing')) {
      const all = boxes(listing);
      const picked = all.filter(b => b.checked);
      const head = listing.querySelector('[data-pick-all]');
      if (head) {
        head.checked = picked.length > 0 && picked.length === all.length;
        head.indeterminate = picked.length > 0 && !head.checked;
      }
      const more = listing.querySelector('[data-pick-matching]');
      if (more) {
        more.hidden = picked.length !== all.length;
        if (more.hidden) more.querySelector('input').checked = false;
      }
      const everything = more?.querySelector('input').checked;
      const word = listing.querySelector('[data-picked]');
      const text = word?.dataset.picked.replace('{n}', everything ? more.dataset.pickMatching : picked.length);
      if (word && word.textContent !== text) word.textContent = text;
    }
  };

  let last = null;
  document.addEventListener('click', e => {
    const box = e.target.closest('td.pick input');
    const unpick = e.target.closest('[data-unpick]');
    if (box) {
      const all = boxes(box.closest('.listing'));
      if (e.shiftKey && last && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        all.slice(from, to + 1).forEach(b => { b.checked = box.checked; });
      }
      last = box;
    } else if (unpick) {
      boxes(unpick.closest('.listing')).forEach(b => { b.checked = false; });
    }
    if (box || unpick) count();
  });
  document.addEventListener('change', e => {
    if (e.target.matches('[data-pick-all]')) boxes(e.target.closest('.listing')).forEach(b => { b.checked = e.target.checked; });
    if (e.target.closest('.listing')) count();
  });

  // A control that was touched ignores the attributes a morph gives it: after
  // a token was removed its box would stay ticked.
  document.addEventListener('htmx:after:swap', () => {
    for (const b of document.querySelectorAll('#list form [type=checkbox], #tasks form [type=checkbox]')) b.checked = b.defaultChecked;
    count();
  });

  // The menu of a row opens when its lines have come.
  document.addEventListener('htmx:after:swap', e => {
    const menu = e.detail.ctx?.target;
    if (menu?.id !== 'row-menu') return;
    menu.showPopover({ source: e.detail.ctx.sourceElement });
    menu.querySelector('a, button')?.focus();
  });

  // Empty fields do not belong into the address.
  document.addEventListener('htmx:config:request', e => {
    const ctx = e.detail.ctx;
    const body = ctx.request.body;
    if (ctx.request.method !== 'GET' || !(body instanceof FormData)) return;
    for (const [name, value] of [...body]) if (value === '') body.delete(name);
  });

  count();
})();
