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

  const ended = () => {
    show('off');
    const dialog = document.getElementById('expired');
    if (dialog && !dialog.open) dialog.showModal();
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
    if (!isLive(el)) {
      if (raw?.status === 401) ended();
      return;
    }
    if (raw?.status === 401) return ended();
    if (!(raw?.headers.get('Content-Type') || '').includes('text/event-stream')) retry(el);
  });
  document.addEventListener('htmx:sse:error', e => {
    if (e.detail.status === 401) ended();
    else show('wait');
  });
  document.addEventListener('htmx:sse:after:connection', () => {
    tries.delete(live());
    show('on');
  });
  document.addEventListener('htmx:sse:close', e => {
    if (e.detail.reason === 'message') ended();
  });

  // Rows follow their tasks by the stream; without it the list is read instead.
  document.addEventListener('console:done', () => {
    if (document.getElementById('live-dot')?.dataset.state !== 'on') document.querySelector('[data-refresh]')?.click();
  });

  // Lists without a running task are read again every half minute, while
  // someone is there to see it and nothing is open that a refresh could bite.
  const idleLimit = 10 * 60 * 1000;
  let lastInput = Date.now();
  for (const name of ['pointerdown', 'keydown', 'wheel']) {
    addEventListener(name, () => { lastInput = Date.now(); }, { passive: true });
  }
  setInterval(() => {
    if (document.hidden || Date.now() - lastInput > idleLimit) return;
    if (document.querySelector(':popover-open:not(#side), dialog[open]')) return;
    if (document.activeElement?.matches('input:not([type=checkbox]), textarea, select')) return;
    document.querySelector('[data-refresh]')?.click();
  }, 30000);
})();
