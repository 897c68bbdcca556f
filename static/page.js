// Small things of every page: copying, dismissing, leaving, going somewhere.
(() => {
  'use strict';
  const words = document.body.dataset;
  document.documentElement.dataset.js = '';

  // The server writes times in the browser's zone when a person chose that.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  if (zone) document.cookie = `tz=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;

  let saying;
  const say = text => {
    const place = document.getElementById('said');
    place.textContent = text;
    clearTimeout(saying);
    saying = setTimeout(() => { place.textContent = ''; }, 4000);
  };

  document.addEventListener('console:say', e => say(e.detail));

  document.addEventListener('click', e => {
    const copy = e.target.closest('[data-copy]');
    if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => say(words.wordCopied));
    e.target.closest('[data-dismiss]')?.closest('.flash')?.remove();
    const reveal = e.target.closest('[data-reveal]');
    if (reveal) {
      const field = document.getElementById(reveal.dataset.reveal);
      field.type = field.type === 'password' ? 'text' : 'password';
    }
    const add = e.target.closest('[data-add-row]');
    const drop = e.target.closest('[data-drop-row]');
    if (add) addRow(add.closest('[data-rows]'));
    if (drop) {
      const form = drop.closest('form');
      drop.closest('[data-one-row]').remove();
      form?.dispatchEvent(new Event('change', { bubbles: true }));
    }
    // A menu whose choice opens a dialog would stay open under it.
    if (e.target.closest('.menu-pop a.menu-item')) e.target.closest('.menu-pop').hidePopover();
  });

  let made = 0;
  const addRow = rows => {
    const template = rows.querySelector('template[data-row]');
    const shown = [...rows.querySelectorAll('[data-one-row]')].filter(r => !r.closest('.no-js'));
    if (shown.length >= Number(rows.dataset.rows)) return;
    const row = template.content.firstElementChild.cloneNode(true);
    made++;
    for (const el of [row, ...row.querySelectorAll('[id], [for], [aria-describedby]')]) {
      for (const name of ['id', 'for', 'aria-describedby']) {
        if (el.hasAttribute(name)) el.setAttribute(name, el.getAttribute(name).replaceAll('disk-new', 'disk-new-' + made));
      }
    }
    template.before(row);
    htmx.process(row);
    row.querySelector('input, select')?.focus();
    row.closest('form')?.dispatchEvent(new Event('change', { bubbles: true }));
  };

  // Ask before leaving only if something was typed.
  let dirty = null;
  document.addEventListener('input', e => {
    const form = e.target.closest('form[data-guard]');
    if (form) dirty = form;
  });
  document.addEventListener('submit', () => { dirty = null; });
  addEventListener('beforeunload', e => {
    if (dirty?.isConnected && !dirty.closest('dialog')) e.preventDefault();
  });
  document.addEventListener('htmx:before:request', e => {
    const target = e.detail.ctx.target;
    if (!(target instanceof Element) || target.id !== 'main' || !dirty?.isConnected) return;
    if (confirm(words.wordLeave)) dirty = null;
    else e.preventDefault();
  });

  // Many choices are narrowed to those that hold every word typed; what is
  // ticked stays in sight. The box is no answer of the form's.
  const narrow = box => {
    const words = box.value.toLowerCase().split(/\s+/);
    for (const tile of document.getElementById(box.dataset.narrow).querySelectorAll('.tile')) {
      const text = tile.textContent.toLowerCase();
      tile.hidden = !tile.querySelector(':checked') && !words.every(w => text.includes(w));
    }
  };
  document.addEventListener('input', e => { if (e.target.matches('[data-narrow]')) narrow(e.target); });
  document.addEventListener('change', e => { if (e.target.matches('[data-narrow]')) e.stopPropagation(); }, true);
  document.addEventListener('keydown', e => { if (e.key === 'Enter' && e.target.matches?.('[data-narrow]')) e.preventDefault(); });
  document.addEventListener('htmx:after:swap', () => document.querySelectorAll('[data-narrow]').forEach(narrow));

  document.addEventListener('change', e => {
    if (e.target.closest('[data-autosubmit]')) e.target.form.requestSubmit();
    const into = e.target.dataset?.readInto;
    if (into) readFile(e.target.files[0], document.getElementById(into));
  });

  // A file is read into the field that would be typed into otherwise; its name
  // is not sent.
  const readFile = async (file, field) => {
    if (!file) return;
    field.value = await file.text();
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };

  document.querySelector('#nav [aria-current]')?.scrollIntoView({ block: 'nearest' });

  // Which groups of the navigation are closed is told to the server, so that
  // the next page is drawn that way at once.
  document.querySelector('#nav')?.addEventListener('click', e => {
    if (!e.target.closest('summary')) return;
    requestAnimationFrame(() => {
      const closed = [...document.querySelectorAll('#nav details:not([open])')].map(d => d.dataset.fold);
      document.cookie = `folded=${closed.join('.')}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    });
  });

  // After a link inside the frame: mark where we are, close the drawer, and
  // start reading at the heading.
  const arrive = () => {
    for (const a of document.querySelectorAll('#nav a')) {
      const path = new URL(a.href).pathname;
      const here = location.pathname === path || (path !== '/' && path !== '/billing' && location.pathname.startsWith(path + '/'));
      if (here) {
        a.setAttribute('aria-current', 'page');
        a.closest('details')?.setAttribute('open', '');
      }
      else a.removeAttribute('aria-current');
    }
    const side = document.getElementById('side');
    if (side?.matches(':popover-open')) side.hidePopover();
  };
  document.addEventListener('htmx:after:swap', e => {
    if (e.detail.ctx?.target?.id !== 'main') return;
    arrive();
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  });
  addEventListener('popstate', arrive);

  // htmx swaps every answer, but an error must not take the place of what was
  // read well: it is shown in the dialog or as a page, otherwise only said.
  // 422 is a form with its mistakes; 401 opens the sign-in dialog instead.
  document.addEventListener('htmx:before:response', e => {
    const { response, target, sourceElement } = e.detail.ctx;
    if (response.status < 400 || response.status === 422) return;
    if (response.status !== 401 && ['dialog', 'main', 'again'].includes(target?.id)) return;
    e.preventDefault();
    // The stream tries again by itself, and its dot says so.
    if (response.status !== 401 && sourceElement?.id !== 'live') say(words.wordFailed);
  });

  document.addEventListener('htmx:error', e => {
    const el = e.detail.ctx?.sourceElement;
    if (el?.id !== 'live' && e.detail.ctx?.request?.method) say(words.wordOffline);
  });
  document.querySelector('[data-focus]')?.focus();
})();
