// A number over time, drawn by uPlot (a plain script of the page, so it is here before any module) on a canvas;
// the words above it say the same.

import {View, html} from '/js/core/view.js';

const HEIGHT = 150;

const TIME = new Intl.DateTimeFormat('en-GB', {timeStyle: 'medium'});

class OpsChart extends View {
  static properties = {samples: {attribute: false}, now: {attribute: false}, seconds: {attribute: false}};

  /** Set by the page: what is drawn. `limit` is a line that should not be reached. */
  static of({name, field, unit = '', limit = null}, {samples, now, seconds}) {
    return html`<ops-chart .what=${{name, field, unit, limit}} .samples=${samples} .now=${now} .seconds=${seconds}></ops-chart>`;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized?.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  #shown() {
    const {samples, now, seconds, what} = this;
    return samples.filter(({at, values}) => at > now - seconds * 1_000 && values[what.field] !== null);
  }

  render() {
    const {name, unit, field} = this.what;
    const values = this.#shown().map(({values: one}) => one[field]);
    const words = values.length ? `now ${round(values.at(-1))}${unit}, at most ${round(Math.max(...values))}${unit}` : 'no samples yet';
    return html`<figure class="chart" data-until=${this.now}>
      <figcaption><b>${name}</b> <span>${words}</span></figcaption>
      <div class="plot" aria-hidden="true"></div>
    </figure>`;
  }

  updated() {
    const {limit, field} = this.what;
    const shown = this.#shown();
    const times = shown.map(({at}) => at / 1_000);
    const values = shown.map(({values: one}) => one[field]);
    const data = limit === null ? [times, values] : [times, values, times.map(() => limit)];
    this.plot ??= this.#draw(data);
    this.plot.batch(() => {
      this.plot.setData(data, false);
      this.plot.setScale('x', {min: this.now / 1_000 - this.seconds, max: this.now / 1_000});
      const top = Math.max(1, limit ?? 0, ...values);
      this.plot.setScale('y', {min: 0, max: top * 1.1});
    });
  }

  #draw(data) {
    const place = this.querySelector('.plot');
    const style = getComputedStyle(this);
    const color = (name) => () => style.getPropertyValue(name).trim();
    const axis = {stroke: color('--dim'), font: '12px system-ui', grid: {stroke: color('--line'), width: 1}, ticks: {show: false}};
    const plot = new uPlot(
      {
        width: Math.max(200, place.clientWidth),
        height: HEIGHT,
        padding: [8, 8, 0, 0],
        legend: {show: false},
        cursor: {y: false, drag: {x: false, y: false}},
        scales: {x: {time: true, auto: false}, y: {auto: false}},
        axes: [
          {...axis, size: 26, space: 70, values: (_, ticks) => ticks.map((tick) => TIME.format(new Date(tick * 1_000)).slice(0, this.seconds > 600 ? 5 : 8))},
          {...axis, size: 44, space: 34},
        ],
        series: [
          {},
          {stroke: color('--link'), width: 2, points: {show: false}},
          ...(data.length > 2 ? [{stroke: color('--loss'), width: 1, dash: [5, 5], points: {show: false}}] : []),
        ],
      },
      data,
      place,
    );
    this.resized = new ResizeObserver(() => plot.setSize({width: Math.max(200, place.clientWidth), height: HEIGHT}));
    this.resized.observe(place);
    return plot;
  }
}

const round = (value) => (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10);

/** A chart of one number; `samples` are `{at, values}`, oldest first, `at` in milliseconds. */
export const chart = OpsChart.of;

customElements.define('ops-chart', OpsChart);
