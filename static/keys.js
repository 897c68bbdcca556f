// The keyboard: shortcuts, and the palette that finds everything.
(() => {
  'use strict';
  const off = () => localStorage.getItem('keys') === 'off';
  const open = id => {
    const d = document.getElementById(id);
    if (d && !d.open) d.showModal();
    return d;
  };

  const palette = () => {
    const d = open('palette');
    const box = d?.querySelector('input');
    if (!box) return;
    box.select();
    htmx.trigger(box, 'open');
  };

  const rows = () => [...document.querySelectorAll('main tr[data-href]')];
  const current = () => document.querySelector('tr[data-href][aria-current]');
  const move = step => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
    all.forEach(r => r.removeAttribute('aria-current'));
    next.setAttribute('aria-current', 'true');
    next.scrollIntoView({ block: 'nearest' });
    next.querySelector('a')?.focus({ preventScroll: true });
  };

  const go = { s: '/instances', d: '/disks', n: '/vdcs', t: '/tasks', o: '/' };
  const single = {
    '/': () => document.querySelector('main [data-search]')?.focus(),
    j: () => move(1),
    k: () => move(-1),
    x: () => current()?.querySelector('td.pick input')?.click(),
    Enter: () => { const href = current()?.dataset.href; if (href) location.assign(href); },
    r: () => document.querySelector('[data-refresh]')?.click(),
    c: () => document.querySelector('[data-create]')?.click(),
    '?': () => open('shortcuts'),
  };

  let pending = 0; // when "g" was pressed
  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
      e.preventDefault();
      palette();
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || off()) return;
    if (e.target.closest('input:not([type=checkbox]), textarea, select, dialog, [contenteditable]')) return;
    if (e.key === 'Enter' && e.target.closest('a, button')) return;
    if (Date.now() - pending < 1500 && go[e.key]) {
      pending = 0;
      location.assign(go[e.key]);
    } else if (e.key === 'g') {
      pending = Date.now();
    } else if (single[e.key]) {
      e.preventDefault();
      single[e.key]();
    }
  });

  document.addEventListener('click', e => {
    if (e.target.closest('[data-open-palette]')) palette();
    if (e.target.closest('[data-open-keys]')) {
      document.querySelectorAll(':popover-open').forEach(p => p.hidePopover());
      open('shortcuts');
    }
  });

  // Arrows, Home and End in an open menu, and from its button into it.
  document.addEventListener('keydown', e => {
    const menu = e.target.closest('.menu-pop') || document.getElementById(e.target.getAttribute('popovertarget'));
    if (!menu?.matches('.menu-pop:popover-open')) return;
    const lines = [...menu.querySelectorAll('.menu-item')].map(l => l.control || l);
    const at = lines.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(at, 0) - 1, Home: 0, End: -1 }[e.key];
    if (to === undefined || !lines.length) return;
    e.preventDefault();
    lines.at(to % lines.length).focus();
  });

  // Arrows and Enter in the palette: the focus stays in the box, which names the
  // result that is chosen. The results are plain links.
  const hits = () => [...document.querySelectorAll('#hits a')];
  const chosen = () => hits().find(a => a.ariaSelected === 'true');
  document.getElementById('palette')?.addEventListener('keydown', e => {
    const all = hits();
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step || !all.length) return;
    e.preventDefault();
    const at = all.indexOf(chosen());
    const next = all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length];
    all.forEach(a => { a.ariaSelected = String(a === next); });
    e.currentTarget.querySelector('input').setAttribute('aria-activedescendant', next.id);
    next.scrollIntoView({ block: 'nearest' });
  });
  document.querySelector('#palette form')?.addEventListener('submit', e => {
    const first = chosen() || hits()[0];
    if (!first) return;
    e.preventDefault();
    first.click();
  });
  document.getElementById('hits')?.addEventListener('click', e => {
    if (e.target.closest('a')) document.getElementById('palette').close();
  });

  const box = document.querySelector('[data-keys-off]');
  if (box) {
    box.checked = off();
    box.addEventListener('change', () => localStorage.setItem('keys', box.checked ? 'off' : 'on'));
  }
})();
