// Selecting rows of a list, and what a form control forgets when it is morphed.
(() => {
  'use strict';
  const boxes = listing => [...listing.querySelectorAll('td.pick input')];

  let selected = 0; // rows, as last counted
  const count = () => {
    selected = 0;
    for (const listing of document.querySelectorAll('.listing')) {
      const all = boxes(listing);
      const picked = all.filter(b => b.checked);
      selected += picked.length;
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

  // Nobody acts on rows they cannot see: another page, order or filter clears
  // the selection, and says so. A refresh of the same list does not.
  const query = () => document.getElementById('list')?.getAttribute('hx-get') || '';
  let asked = query();
  document.addEventListener('htmx:after:swap', () => {
    const before = asked;
    asked = query();
    if (asked === before || !selected || asked.split('?')[0] !== before.split('?')[0]) return;
    document.querySelectorAll('#list td.pick input:checked').forEach(b => { b.checked = false; });
    document.dispatchEvent(new CustomEvent('console:say', { detail: document.querySelector('[data-unpicked]')?.dataset.unpicked || '' }));
  });

  // A line of an ordered choice moves up or down.
  document.addEventListener('click', e => {
    const button = e.target.closest('[data-ordered] [data-move]');
    if (!button) return;
    const line = button.closest('li');
    const other = button.dataset.move < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other?.querySelector('[data-move]')) return;
    other[button.dataset.move < 0 ? 'before' : 'after'](line);
    button.focus();
  });

  // A control that was touched ignores the attributes a morph gives it: after
  // a token was removed its box would stay ticked.
  document.addEventListener('htmx:after:swap', () => {
    for (const b of document.querySelectorAll('#list form [type=checkbox], #tasks form [type=checkbox]')) b.checked = b.defaultChecked;
    count();
  });

  // The ids of what is selected, a line each; the page's own copying does the rest.
  document.addEventListener('click', e => {
    const copy = e.target.closest('[data-copy-ids]');
    if (copy) copy.dataset.copy = boxes(copy.closest('.listing')).filter(b => b.checked).map(b => b.value).join('\n');
  }, true);

  // Someone leaves a list to look at one of its rows: the way back leads to the
  // list as it was.
  const left = new Map();
  const remember = () => {
    if (document.getElementById('list')) left.set(location.pathname, location.search);
    for (const a of document.querySelectorAll('.crumbs a')) {
      if (left.has(a.pathname)) a.search = left.get(a.pathname);
    }
  };
  document.addEventListener('htmx:after:swap', () => setTimeout(remember));
  addEventListener('popstate', () => setTimeout(remember));
  remember();

  // How old the list is: marked after a minute, or at once when reading it again
  // failed. Where nobody was there for a while nothing is read any more.
  const idleLimit = 10 * 60 * 1000;
  const shown = { asOf: '', since: 0, failed: false };
  let lastInput = Date.now();
  const age = () => {
    const line = document.querySelector('[data-as-of]');
    if (!line) return;
    if (line.dataset.asOf !== shown.asOf) Object.assign(shown, { asOf: line.dataset.asOf, since: Date.now(), failed: false });
    line.toggleAttribute('data-old', shown.failed || Date.now() - shown.since > 60000);
    line.querySelector('[data-resume]').hidden = Date.now() - lastInput < idleLimit;
  };
  for (const name of ['pointerdown', 'keydown', 'wheel']) {
    addEventListener(name, e => {
      lastInput = Date.now();
      if (e.target instanceof Element && e.target.closest('[data-resume]')) document.querySelector('[data-refresh]')?.click();
      age();
    }, { passive: true });
  }
  document.addEventListener('htmx:before:response', e => {
    const ctx = e.detail.ctx;
    if (ctx.target?.id !== 'list' || ctx.response.status < 400 || ctx.response.status === 422) return;
    shown.failed = true;
    age();
  });
  document.addEventListener('htmx:after:swap', age);
  setInterval(age, 5000);
  age();

  // A table that fits its window needs none of its own: the page scrolls it, and
  // its headings stay below the top bar.
  const fit = () => {
    for (const box of document.querySelectorAll('[data-roster]')) {
      box.toggleAttribute('data-fits', box.firstElementChild.offsetWidth <= box.clientWidth);
      sizes.observe(box);
    }
  };
  const sizes = new ResizeObserver(fit);
  document.addEventListener('htmx:after:swap', fit);
  fit();

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
