// Draws the time charts of a page with uPlot, which it fetches first. All
// charts of a page share the crosshair and the part of the time that was
// dragged out; reading anew keeps that part. Colours are the theme's.
(() => {
  'use strict';
  const root = document.documentElement;
  if ('charts' in root.dataset) return; // it comes again with every page that has charts
  root.dataset.charts = '';

  const height = 220;
  const every = 60_000;
  const plots = new Map(); // box -> { plot, chart }
  let zoom = null; // { min, max } in unix seconds
  let read = Date.now();
  const boxes = () => [...document.querySelectorAll('[data-chart]')];

  let library;
  const fetchLibrary = () => library ||= new Promise((resolve, reject) => {
    const { library: src, style: href } = document.getElementById('charts-script').dataset;
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
    const script = Object.assign(document.createElement('script'), { src, onload: resolve, onerror: reject });
    document.head.append(style, script);
  });

  // The same three digits as in the tables, which the server writes.
  const prefixes = ['', 'K', 'M', 'G', 'T', 'P'];
  const say = (chart, v) => {
    if (v == null) return '–';
    let step = 0;
    if (chart.steps) for (; Math.abs(v) >= 1000 && step < prefixes.length - 1; step++) v /= 1000;
    const size = Math.abs(v);
    const text = String(+v.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2));
    if (!chart.unit) return text;
    // Shares stand under each other, with equal decimals.
    if (chart.unit === '%' && v !== 0 && size < 100) return v.toFixed(1) + '%';
    return chart.unit === '%' ? text + '%' : `${text} ${prefixes[step]}${chart.unit}`;
  };

  // uPlot asks dates for their local parts: this one has those of the page's
  // time zone.
  const dateIn = offset => t => {
    const d = new Date(t * 1000);
    return new Date((t + offset) * 1000 + d.getTimezoneOffset() * 60_000);
  };
  const clock = (offset, t) => new Date((t + offset) * 1000).toISOString();
  const hours = offset => (u, ticks) => {
    let day = '';
    return ticks.map(t => {
      const s = clock(offset, t);
      const text = s.slice(5, 10) === day ? s.slice(11, 16) : `${s.slice(11, 16)}\n${s.slice(5, 10)}`;
      day = s.slice(5, 10);
      return text;
    });
  };

  // A colour of the theme as the canvas understands it. It is asked of an
  // element that no swap sees: htmx copies style attributes, which the page's
  // policy forbids.
  const probe = document.createElement('span');
  const colour = name => {
    document.body.append(probe);
    probe.style.color = `var(${name})`;
    const c = getComputedStyle(probe).color;
    probe.remove();
    return c;
  };

  const showPointer = (box, chart) => u => {
    const at = u.cursor.idx;
    const figure = box.closest('figure');
    const time = at == null ? null : u.data[0][at];
    figure.querySelector('[data-chart-time]').textContent = time == null ? '' : clock(Number(box.dataset.offset), time).slice(0, 16).replace('T', ' ');
    figure.querySelectorAll('[data-chart-value]').forEach((cell, i) => {
      cell.textContent = time == null ? '' : say(chart, u.data[i + 1]?.[at]);
    });
  };

  const top = chart => (u, low, high) => [Math.min(0, low ?? 0), chart.unit === '%' ? Math.min(100, (high || 1) * 1.15) : (high || 1) * 1.15];

  const options = (box, chart) => {
    const offset = Number(box.dataset.offset);
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
    const pointer = type => type === 'mousemove' || type === 'mouseleave';
    return {
      width: box.clientWidth,
      height,
      tzDate: dateIn(offset),
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false },
        sync: { key: 'charts', filters: { pub: pointer, sub: pointer } },
        bind: { dblclick: () => () => zoomTo(null) },
      },
      scales: { y: { range: top(chart) } },
      axes: [{ ...axis, size: 40, values: hours(offset) }, { ...axis, size: 72, values: (u, ticks) => ticks.map(v => say(chart, v).replace('.0%', '%')) }],
      series: [{}, ...chart.series.map(s => ({
        label: s.name, stroke: colour(`--series-${s.color}`), width: 1.5, dash: s.dash ? [5, 4] : undefined, points: { show: lonely(s.values) },
      }))],
      hooks: {
        setCursor: [showPointer(box, chart)],
        setSelect: [u => {
          const { left, width } = u.select;
          if (width < 4) return;
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          zoomTo({ min: u.posToVal(left, 'x'), max: u.posToVal(left + width, 'x') });
        }],
      },
    };
  };

  // A value between two gaps is no line: such series show their points.
  const lonely = values => values.some((v, i) => v != null && values[i - 1] == null && values[i + 1] == null);

  const table = chart => {
    const length = Math.max(0, ...chart.series.map(s => s.values.length));
    return [Array.from({ length }, (_, i) => chart.from + i * chart.step), ...chart.series.map(s => s.values)];
  };

  const lookOf = chart => JSON.stringify([chart.unit, chart.series.map(s => [s.name, s.color, lonely(s.values)])]);

  const zoomOne = ({ plot }) => {
    const times = plot.data[0];
    if (times.length) plot.setScale('x', zoom || { min: times[0], max: times[times.length - 1] });
  };
  const showReset = () => document.querySelectorAll('[data-zoom-reset]').forEach(b => { b.hidden = !zoom; });
  const zoomTo = part => {
    zoom = part;
    plots.forEach(zoomOne);
    showReset();
  };

  const destroy = box => {
    plots.get(box)?.plot.destroy();
    plots.delete(box);
    if (!plots.size) zoom = null;
  };

  const draw = (box, chart) => {
    const old = plots.get(box);
    if (old && lookOf(old.chart) === lookOf(chart)) {
      old.chart.series = chart.series;
      old.plot.setData(table(chart), false);
      zoomOne(old);
      return;
    }
    old?.plot.destroy();
    box.textContent = '';
    const drawn = { chart, plot: new uPlot(options(box, chart), table(chart), box) };
    plots.set(box, drawn);
    if (zoom) zoomOne(drawn);
    sizes.observe(box);
  };

  const sizes = new ResizeObserver(entries => {
    for (const { target } of entries) plots.get(target)?.plot.setSize({ width: target.clientWidth, height });
  });

  const readSource = async (src, group) => {
    try {
      const [answer] = await Promise.all([fetch(src, { headers: { Accept: 'application/json' } }), fetchLibrary()]);
      if (answer.status === 401) document.dispatchEvent(new CustomEvent('console:over', { detail: 'expired' }));
      if (!answer.ok) throw new Error(answer.status);
      const { charts } = await answer.json();
      for (const box of group) if (box.isConnected && charts[box.dataset.chart]) draw(box, charts[box.dataset.chart]);
    } catch {
      for (const box of group) if (!plots.has(box)) box.textContent = document.body.dataset.wordFailed;
    }
  };

  const load = () => {
    const groups = new Map();
    for (const box of boxes()) groups.set(box.dataset.src, [...(groups.get(box.dataset.src) || []), box]);
    groups.forEach((group, src) => readSource(src, group));
    read = Date.now();
  };

  // What was swapped out is destroyed; what came in, or was read anew, is drawn.
  document.addEventListener('htmx:before:cleanup', e => {
    for (const box of [...plots.keys()]) if (e.target.contains(box)) destroy(box);
  });
  document.addEventListener('htmx:after:swap', e => {
    for (const box of [...plots.keys()]) if (!box.isConnected) destroy(box);
    const target = e.detail.ctx?.target;
    if (boxes().some(box => !plots.has(box) || target?.contains?.(box))) load();
    showReset();
  });

  const again = () => { for (const [box, { chart, plot }] of [...plots]) { plot.destroy(); plots.delete(box); draw(box, chart); } };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  new MutationObserver(again).observe(root, { attributes: true, attributeFilter: ['data-theme'] });

  document.addEventListener('click', e => { if (e.target.closest('[data-zoom-reset]')) zoomTo(null); });

  // The page reads itself again each minute while somebody can see it, unless
  // something is open or being filled in that this could bite.
  const refresh = () => {
    if (document.hidden || Date.now() - read < every) return;
    if (document.querySelector(':popover-open:not(#side), dialog[open]') || document.activeElement?.matches('input, select')) return;
    const link = document.querySelector('[data-refresh-charts]');
    if (!link) return;
    read = Date.now();
    link.click();
  };
  setInterval(refresh, 5000);
  document.addEventListener('visibilitychange', refresh);
  document.addEventListener('console:back', load);
  load();
})();
