// Draws the time charts of a page with uPlot, which is fetched when the first
// one appears. Colours come from the theme, so charts are drawn anew when the
// system changes between light and dark.
(() => {
  'use strict';
  let library; // the promise of uPlot
  const drawn = new Map(); // box -> { plot, data }

  const fetchLibrary = box => library ||= new Promise((resolve, reject) => {
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: box.dataset.style });
    const script = Object.assign(document.createElement('script'), { src: box.dataset.script });
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(style, script);
  });

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const palette = ['--color-primary', '--color-success', '--color-warning', '--color-secondary', '--color-error'];

  const options = (box, data) => {
    const axis = { stroke: getComputedStyle(box).color, grid: { stroke: colour('--color-base-300'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
    const clock = (t, from, to) => new Date((t + Number(box.dataset.offset)) * 1000).toISOString().slice(from, to).replace('T', ' ');
    const format = (_, v) => v == null ? '–' : `${+v.toFixed(2)} ${box.dataset.unit}`;
    return {
      width: box.clientWidth,
      height: 200,
      cursor: { y: false, sync: { key: 'charts' } },
      scales: { y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.1 : 1] } },
      axes: [{ ...axis, values: (u, ticks) => ticks.map(t => clock(t, 11, 16)) }, { ...axis, size: 52 }],
      series: [
        { label: '\u00a0', value: (_, t) => t == null ? '–' : clock(t, 0, 16) },
        ...data.series.map((s, i) => ({ label: s.name, stroke: colour(palette[i % palette.length]), width: 1.5, value: format, points: { show: false } })),
      ],
    };
  };

  const paint = (box, data) => {
    drawn.get(box)?.plot.destroy();
    drawn.set(box, { data, plot: new uPlot(options(box, data), [data.times, ...data.series.map(s => s.values)], box) });
  };

  const load = async box => {
    if (box.dataset.started) return;
    box.dataset.started = '';
    try {
      const [answer] = await Promise.all([fetch(box.dataset.src, { headers: { Accept: 'application/json' } }), fetchLibrary(box)]);
      if (!answer.ok) throw new Error(answer.status);
      paint(box, await answer.json());
    } catch {
      box.textContent = document.body.dataset.wordFailed;
    }
  };

  const look = () => {
    for (const [box, { plot }] of drawn) {
      if (!box.isConnected) {
        plot.destroy();
        drawn.delete(box);
      }
    }
    document.querySelectorAll('[data-chart]').forEach(load);
  };

  const again = () => { for (const [box, { data }] of drawn) paint(box, data); };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  let resized;
  addEventListener('resize', () => { clearTimeout(resized); resized = setTimeout(again, 150); });
  document.addEventListener('htmx:after:swap', look);
  look();
})();
