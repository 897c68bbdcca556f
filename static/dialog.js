// Opens the dialog when something was put into it, and closes it when what was
// in it is done.
(() => {
  'use strict';
  const dialog = () => document.getElementById('dialog');
  // What must be scrolled to is not gone to: a long list of what will be lost
  // comes before the box to confirm it in.
  const inSight = (el, foot) => !foot || foot.contains(el) || el.getBoundingClientRect().bottom <= foot.getBoundingClientRect().top;

  document.addEventListener('htmx:after:swap', () => {
    const d = dialog();
    if (!d) return;
    if (d.querySelector('[data-close-now]')) {
      d.replaceChildren();
      if (d.open) d.close();
      return;
    }
    if (d.childElementCount && !d.open) {
      document.querySelectorAll(':popover-open').forEach(p => p.hidePopover());
      d.showModal();
      const first = d.querySelector('form:not([method=dialog]) :is(input:not([type=hidden]), select, textarea), button[data-busy-button]');
      if (first && inSight(first, d.querySelector('.sheet-foot'))) first.focus();
    }
    d.querySelector('[data-focus]')?.focus();
  });

  // The focus goes back to where it was. Where that was hidden, or is replaced by
  // the answer, it goes to the row one is at or to the name of the page.
  let settling = 0; // until when
  const settle = () => {
    if (Date.now() > settling || document.activeElement !== document.body || document.querySelector('dialog[open]')) return;
    document.querySelector('tr[aria-current] a, main h1[tabindex]')?.focus({ preventScroll: true });
  };
  document.addEventListener('htmx:after:swap', () => setTimeout(settle));

  // What was left in a closed dialog would open again at the next swap.
  document.addEventListener('close', e => {
    if (e.target !== dialog()) return;
    e.target.replaceChildren();
    settling = Date.now() + 5000;
    setTimeout(settle);
  }, true);

  document.addEventListener('click', e => {
    if (e.target.closest('[data-close-dialog]')) e.target.closest('dialog')?.close();
    else if (e.target instanceof HTMLDialogElement && e.target.open && !e.target.matches('[data-keep], :has(form[data-guard])')) e.target.close();
  });
})();
