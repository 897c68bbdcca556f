// Builds what Go embeds from npm packages: htmx as shipped, and one SVG sprite
// of the Tabler icons in use. Icons are found by their names in the sources
// (Icon("x"), Icon: "x"), so that none is shipped unused or forgotten.
import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const tabler = name => join(root, 'node_modules/@tabler/icons/icons/outline', name + '.svg');

// Names that reach Icon() as a value: the icons that kinds and operations
// usually need.
const always = `
  activity adjustments alert-triangle api arrow-back-up arrows-diff arrows-exchange bell bookmark-off bookmark-plus brand-ubuntu building bolt sun-moon
  calendar camera cash chart-bar chart-line chevron-down chevron-left chevron-right circle-check circle-x clock cloud
  clock-exclamation columns-3 copy cpu credit-card database database-plus device-desktop device-floppy dots download
  external-link eye file-text filter folder gauge git-branch hash heart-rate-monitor history home inbox info-circle
  key keyboard language link list list-check lock lock-open logout mail map-pin menu-2 moon network minus password
  pencil phone photo player-pause player-play player-stop plug plug-connected plug-connected-x plus power receipt
  refresh reload rotate rotate-clockwise route router search server server-2 server-bolt server-cog settings shield
  shield-check shield-lock sitemap stack-2 sun tag tags terminal-2 ticket topology-star-3 trash unlink upload
  user users vector versions wallet wifi world x zoom-question
`.trim().split(/\s+/);

// Our own drawings: the lark, and the shapes of the eight states.
const own = {
  lark: '<path d="M2.5 14.5c4 .4 6.6-.9 8.3-3.4L15 4.5c.5 2 .4 3.6-.2 5.2 1.9-.5 3.9-.2 6.7 1.3-2.3.5-3.7 1.4-4.7 3.2-1.5 2.9-4.6 4.6-8.3 3.9L4 20l2-3.2c-1.5-.4-2.6-1.2-3.5-2.3z"/><path d="M10.8 11.1c1 .9 2.3 1.3 4 1"/>',
  'state-ok': '<circle cx="12" cy="12" r="5.5" fill="currentColor" stroke="none"/>',
  'state-busy': '<path d="M12 4a8 8 0 1 0 8 8" stroke-width="2.75"/>',
  'state-off': '<circle cx="12" cy="12" r="5.5" stroke-width="2.25"/>',
  'state-off-billed': '<circle cx="12" cy="12" r="9"/><path d="M8.5 7.5l3.5 4.5 3.5-4.5M12 12v5M9 13h6" stroke-width="1.75"/>',
  'state-attention': '<path d="M12 4.5l8.5 15h-17z"/><path d="M12 10.5v3.5M12 16.8v.1" stroke-width="2.25"/>',
  'state-error': '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11" stroke-width="3"/>',
  'state-unknown': '<path d="M8.5 9a3.6 3.6 0 1 1 5 3.3c-1 .5-1.5 1.2-1.5 2.4M12 18.6v.1" stroke-width="2.5"/>',
  'state-gone': '<path d="M6 12h12" stroke-width="3"/>',
};

async function* sources(dir) {
  for (const e of await readdir(dir, { withFileTypes: true })) {
    if (e.isDirectory()) yield* sources(join(dir, e.name));
    else if (/\.(go|templ)$/.test(e.name) && !/_(templ|test)\.go$/.test(e.name)) yield join(dir, e.name);
  }
}

async function used() {
  const names = new Set(always);
  for await (const file of sources(join(root, 'internal'))) {
    for (const m of (await readFile(file, 'utf8')).matchAll(/\b[Ii]con(?:Small|Large)?(?:\(|:\s*)"([a-z0-9-]*[a-z0-9])"/g)) names.add(m[1]);
  }
  return [...names].filter(n => !(n in own)).sort();
}

async function sprite() {
  const symbols = Object.entries(own).map(([id, body]) => `<symbol id="${id}" viewBox="0 0 24 24">${body}</symbol>`);
  for (const name of await used()) {
    const svg = await readFile(tabler(name), 'utf8').catch(() => { throw new Error(`no Tabler icon is called "${name}"`); });
    const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, '').replace(/\s*\n\s*/g, '');
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
}

const out = name => join(root, 'static', name);
await writeFile(out('icons.svg'), await sprite());
const htmx = join(root, 'node_modules/htmx.org/dist');
await copyFile(join(htmx, 'htmx.min.js'), out('htmx.js'));
await copyFile(join(htmx, 'ext/hx-sse.min.js'), out('hx-sse.js'));
await copyFile(join(root, 'node_modules/uplot/dist/uPlot.iife.min.js'), out('uplot.js'));
await copyFile(join(root, 'node_modules/uplot/dist/uPlot.min.css'), out('uplot.css'));
