// The session, as the page sees it: it warns before the end, asks to sign in
// over the page after it, and then sends what was interrupted, once. The server
// alone knows the end: what is counted here is asked about before it is shown.
(() => {
  'use strict';
  const here = document.body.dataset;
  document.querySelector('form[data-go-on]')?.requestSubmit();
  if (!here.mark) return; // nobody is signed in

  const expiring = document.getElementById('expiring');
  const expired = document.getElementById('expired');
  const second = 1000;
  const tabs = new BroadcastChannel('session');

  // What a person does, rather than a script, keeps the session alive: their
  // requests say so, and while they only type, one in a while says it for them.
  const recent = 5 * second;
  let lastInput = Date.now(); // they came here
  let told = Date.now();
  for (const name of ['pointerdown', 'keydown', 'wheel', 'touchmove']) {
    addEventListener(name, e => {
      if (!e.isTrusted) return;
      lastInput = Date.now();
      if (alive && lastInput - told > here.tell * second && !expiring.open && !expired.open) stay();
    }, { passive: true, capture: true });
  }

  let ends, final, timer, later = false;
  let alive = true; // as far as this page knows
  const know = ({ left, final: fixed, mark }) => {
    if (mark !== here.mark) return; // another account's: this page is told when it asks
    alive = true;
    ends = Date.now() + left * second;
    if (final && !fixed) later = false;
    final = fixed;
    if (expiring.open && !due()) expiring.close('known');
    plan();
  };
  const due = () => Date.now() >= ends - here.warn * second;
  const plan = () => {
    clearTimeout(timer);
    if (!alive || expired.open) return;
    const wait = expiring.open ? second : ends - here.warn * second - Date.now();
    timer = setTimeout(wake, Math.min(Math.max(wait, 0), 60 * second));
  };

  const ask = async (path, options) => {
    try {
      const answer = await fetch(path, { ...options, headers: { Accept: 'application/json', ...options?.headers } });
      if (answer.status === 401) over('expired');
      if (!answer.ok) return false;
      know(await answer.json());
      return true;
    } catch {
      return false; // not reached: what is known still counts
    }
  };
  const stay = async () => {
    told = Date.now();
    if (await ask('/session/stay', { method: 'POST', headers: { 'X-Active': '1' } })) tabs.postMessage({ stayed: true });
  };

  // The countdown. It is shown only after the server has confirmed it.
  let asked = 0;
  const wake = async () => {
    if (!due()) return plan();
    if (Date.now() >= ends || Date.now() - asked > 10 * second) {
      asked = Date.now();
      await ask('/session');
    }
    if (expired.open || !due()) return;
    if (later) { timer = setTimeout(wake, second); return; }
    count();
    plan();
  };
  const marks = [120, 60, 30, 10];
  const count = () => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / second));
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    expiring.querySelector('[data-countdown]').textContent = clock;
    const said = expiring.querySelector('[data-countdown-said]');
    if (!expiring.open || marks.includes(left)) said.textContent = said.dataset.countdownSaid.replace('{n}', clock);
    if (expiring.open) return;
    only(expiring, final ? 'final' : 'idle');
    expiring.returnValue = '';
    expiring.showModal();
    expiring.querySelector('[data-stay]:not([hidden]), [data-renew]:not([hidden])')?.focus();
  };
  const only = (dialog, when) => dialog.querySelectorAll('[data-when]').forEach(e => { e.hidden = e.dataset.when !== when; });

  expiring.addEventListener('close', () => {
    if (expiring.returnValue === 'known' || expired.open) return;
    if (!final) return stay().then(plan); // whoever closes it is there
    later = true;
    plan();
  });
  expiring.querySelector('[data-stay]').addEventListener('click', () => expiring.close());
  expiring.querySelector('[data-renew]').addEventListener('click', () => { expiring.close('known'); over('renew'); });

  // The end. What a person did is held until they have signed in, and then sent
  // once more; the server refused it before it did anything.
  let held = [];
  const release = again => {
    const all = held;
    held = [];
    all.forEach(go => go(again));
  };
  const showHeld = () => { expired.querySelector('[data-held]').hidden = !held.length; };

  let reason; // the first one counts: what follows an end are refusals
  const over = why => {
    if (alive || why === 'other') reason = why;
    alive = why === 'renew' || why === 'other';
    document.documentElement.toggleAttribute('data-out', reason === 'out');
    clearTimeout(timer);
    only(expired, reason);
    expired.querySelector('[data-new-tab]').hidden = reason === 'other';
    showHeld();
    if (expired.open && why !== 'other') return;
    if (expiring.open) expiring.close('known');
    document.querySelectorAll(':popover-open').forEach(p => p.hidePopover());
    if (!expired.open) expired.showModal();
    offer(reason);
  };
  const offer = why => htmx.ajax('GET', why === 'other' ? '/session/other' : '/sign-in', { target: '#again' })
    .then(() => expired.querySelector('#again input:not([type=hidden]), #again button')?.focus());

  const back = state => {
    document.documentElement.removeAttribute('data-out');
    expired.close('back');
    know(state);
    release(true);
    document.dispatchEvent(new CustomEvent('console:back'));
  };
  expired.addEventListener('close', () => {
    document.getElementById('again').replaceChildren();
    if (expired.returnValue !== 'back') release(false);
    expired.returnValue = '';
    plan();
  });
  expired.addEventListener('cancel', e => { if (document.documentElement.hasAttribute('data-out')) e.preventDefault(); });
  expired.addEventListener('click', e => { if (e.target.closest('[data-reload]')) location.reload(); });

  const signedIn = state => {
    if (!expired.open) return know(state);
    if (state.mark === here.mark) back(state);
    else over('other');
  };
  document.addEventListener('console:signed-in', e => {
    signedIn(e.detail);
    tabs.postMessage({ signedIn: e.detail });
  });
  document.addEventListener('console:over', e => over(e.detail));
  tabs.addEventListener('message', ({ data }) => {
    if (data.signedIn) signedIn(data.signedIn);
    else if (data.stayed && !expired.open) ask('/session');
  });

  // Every request of the page goes through here.
  const send = ctx => async (action, request) => {
    const answer = await fetch(action, request);
    const other = answer.status === 409 && answer.headers.has('X-Account');
    if (answer.status !== 401 && !other) return answer;
    const byPerson = request.headers['X-Active'];
    if (other && !byPerson) return answer; // said when someone is there to read it
    let again = byPerson && new Promise(go => held.push(go));
    over(other ? 'other' : 'expired');
    if (!byPerson) return answer;
    clearTimeout(ctx.requestTimeout);
    again = await again;
    if (!again || request.signal.aborted) return answer;
    ctx.requestTimeout = setTimeout(() => request.abort('timeout'), htmx.config.defaultTimeout);
    return fetch(action, request);
  };
  document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id === 'live') return;
    const { headers } = ctx.request;
    headers['X-Account'] = here.mark;
    if (Date.now() - lastInput < recent) headers['X-Active'] = '1';
    if (headers['X-Active']) told = Date.now();
    ctx.fetch = send(ctx);
  });

  // A form that htmx does not send would leave the page: once it is known that
  // the session is over, it waits here as well.
  document.addEventListener('submit', e => {
    const form = e.target;
    if (alive || e.defaultPrevented || form.getAttribute('method') !== 'post' || form.getAttribute('action') === '/sign-out') return;
    e.preventDefault();
    new Promise(go => held.push(go)).then(again => { if (again) form.requestSubmit(e.submitter); });
    over('expired');
  });

  // Coming back to a tab, or to a page that the browser kept as it was.
  document.addEventListener('visibilitychange', () => { if (alive && !document.hidden && !expired.open) ask('/session'); });
  addEventListener('pageshow', e => { if (e.persisted) location.reload(); });

  know({ left: Number(here.left), final: 'final' in here, mark: here.mark });
  tabs.postMessage({ signedIn: { left: Number(here.left), final, mark: here.mark } });
})();
