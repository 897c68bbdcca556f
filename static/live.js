// Keeps the one event stream of the page alive and says how it is doing.
// hx-sse 4.0.1 gives up when the first connection fails and does not notice a
// sign-in page in place of the stream; both are put right here.
(() => {
  'use strict';
  const live = () => document.getElementById('live');
  const isLive = el => el instanceof Element && el.id === 'live' && el.hasAttribute('hx-sse:connect');
  const tries = new WeakMap();

  const show = state => {
    const dot = document.getElementById('live-dot');
    if (dot) dot.dataset.state = state;
  };

  const ended = why => {
    show('off');
    document.dispatchEvent(new CustomEvent('console:over', { detail: why }));
  };

  const retry = el => {
    const n = (tries.get(el) || 0) + 1;
    tries.set(el, n);
    show('wait');
    setTimeout(() => {
      if (el.isConnected && !el._htmx?.sse) htmx.process(el, true);
    }, Math.min(500 * 2 ** n, 30000));
  };

  document.addEventListener('htmx:finally:request', e => {
    const el = e.detail.ctx.sourceElement;
    const raw = e.detail.ctx.response?.raw;
    if (!isLive(el)) return;
    if (raw?.status === 401) return ended('expired');
    if (!(raw?.headers.get('Content-Type') || '').includes('text/event-stream')) retry(el);
  });
  document.addEventListener('htmx:sse:error', e => {
    if (e.detail.status === 401) ended('expired');
    else show('wait');
  });
  document.addEventListener('htmx:sse:after:connection', () => {
    tries.delete(live());
    show('on');
    if (known) catchUp();
    known = true;
  });
  document.addEventListener('bye', e => ended(e.detail.data));
  document.addEventListener('console:back', () => htmx.process(live(), true));

  // What happened while nobody listened: a hidden tab lets its stream go.
  let known = false;
  const catchUp = () => { if (!busy()) htmx.trigger(live(), 'missed'); };

  // Rows follow their tasks by the stream; without it the list is read instead.
  document.addEventListener('console:done', () => {
    if (document.getElementById('live-dot')?.dataset.state !== 'on') document.querySelector('[data-refresh]')?.click();
  });

  // Lists without a running task are read again every half minute, while
  // someone is there to see it and nothing is open that a refresh could bite.
  const busy = () => document.querySelector(':popover-open:not(#side), dialog[open]') ||
    document.activeElement?.matches('input:not([type=checkbox]), textarea, select');
  const idleLimit = 10 * 60 * 1000;
  let lastInput = Date.now();
  for (const name of ['pointerdown', 'keydown', 'wheel']) {
    addEventListener(name, () => { lastInput = Date.now(); }, { passive: true });
  }
  setInterval(() => {
    if (document.hidden || Date.now() - lastInput > idleLimit) return;
    if (busy()) return;
    document.querySelector('[data-refresh]')?.click();
  }, 30000);
})();
