// A line over time as SVG: a few hundred points, no library.

import {html, svg} from '/js/core/view.js';

const WIDTH = 300;
const HEIGHT = 80;

/**
 * A chart of one number.
 *
 * `samples` are `{at, values}`, oldest first, `at` in milliseconds; the right edge is `now`. `limit` draws a line that
 * should not be reached.
 */
export function chart({name, unit = '', samples, field, now, seconds, limit}) {
  const seen = samples.filter(({at}) => at > now - seconds * 1_000);
  const values = seen.map(({values: one}) => one[field]);
  const top = Math.max(1, limit ?? 0, ...values) * 1.1;
  const x = (at) => (WIDTH * (1 - (now - at) / (seconds * 1_000))).toFixed(1);
  const y = (value) => (HEIGHT * (1 - value / top)).toFixed(1);
  const last = values.at(-1);
  const most = values.length ? Math.max(...values) : 0;
  const words = last === undefined ? 'No samples yet' : `now ${round(last)}${unit}, at most ${round(most)}${unit}`;
  return html`<figure class="chart">
    <figcaption><b>${name}</b> <span>${words}</span></figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${`${name}: ${words}`}>
      ${limit ? svg`<line class="limit" x1="0" x2=${WIDTH} y1=${y(limit)} y2=${y(limit)}></line>` : ''}
      <polyline points=${seen.map(({at, values: one}) => `${x(at)},${y(one[field])}`).join(' ')}></polyline>
    </svg>
  </figure>`;
}

const round = (value) => (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10);
