// Numbers over time, drawn by uPlot on a canvas; the words above it say the same, and are there without it, too.

import {View, html} from '/js/core/view.js';

const HEIGHT = 110;

/** Where uPlot is served with its version: a plain script, and a stylesheet. */
const {plot: UPLOT} = document.querySelector('ops-page').dataset;

/** Resolves once it is there, or cannot be had. */
const loaded = (element) =>
  new Promise((done) => {
    element.onload = done;
    element.onerror = done;
    document.head.append(element);
  });

await Promise.all([
  loaded(Object.assign(document.createElement('link'), {rel: 'stylesheet', href: `${UPLOT}.min.css`})),
  loaded(Object.assign(document.createElement('script'), {src: `${UPLOT}.iife.min.js`})),
]);

const TIME = new Intl.DateTimeFormat('en-GB', {timeStyle: 'medium'});

// Of the page's own colours, in the order of a chart's lines; each is told apart from the others by its dashes, too.
const LINES = [
  {color: '--link', dash: []},
  {color: '--action', dash: [6, 3]},
  {color: '--gain', dash: [2, 2]},
];

class OpsChart extends View {
  static properties = {samples: {attribute: false}, now: {attribute: false}, seconds: {attribute: false}};

  /**
   * Set by the page: what is drawn. `lines` are the fields of the samples with their names; `limit` is a value that
   * should not be reached.
   */
  static of({name, lines, unit = '', limit = null}, {samples, now, seconds}) {
    return html`<ops-chart .what=${{name, lines, unit, limit}} .samples=${samples} .now=${now} .seconds=${seconds}></ops-chart>`;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized?.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  /** The values of one line, with null where a sample has none. */
  #values(field) {
    return this.#shown().map(({values}) => values[field]);
  }

  #shown() {
    return this.samples.filter(({at}) => at > this.now - this.seconds * 1_000);
  }

  render() {
    const {name, unit, lines} = this.what;
    const words = lines.map(({field, name: line}, index) => {
      const values = this.#values(field).filter((value) => value !== null);
      const says = values.length
        ? `${round(values.at(-1))}${unit}, max ${round(Math.max(...values))}`
        : 'no samples yet';
      return html`<li>${lines.length > 1 ? html`<i class="line-${index}"></i>${line} ` : ''}<span>${says}</span></li>`;
    });
    return html`<figure class="chart" data-until=${this.now}>
      <figcaption><b>${name}</b><ul>${words}</ul></figcaption>
      <div class="plot" aria-hidden="true"></div>
    </figure>`;
  }

  updated() {
    if (!globalThis.uPlot) {
      return;
    }
    const {limit, lines} = this.what;
    const times = this.#shown().map(({at}) => at / 1_000);
    const values = lines.map(({field}) => this.#values(field));
    const data = limit === null ? [times, ...values] : [times, ...values, times.map(() => limit)];
    this.plot ??= this.#draw(data);
    this.plot.batch(() => {
      this.plot.setData(data, false);
      this.plot.setScale('x', {min: this.now / 1_000 - this.seconds, max: this.now / 1_000});
      this.plot.setScale('y', {
        min: 0,
        max: Math.max(1, limit ?? 0, ...values.flat().filter((value) => value !== null)) * 1.1,
      });
    });
  }

  #draw(data) {
    const place = this.querySelector('.plot');
    const style = getComputedStyle(this);
    const color = (name) => () => style.getPropertyValue(name).trim();
    const axis = {
      stroke: color('--dim'),
      font: '12px system-ui',
      grid: {stroke: color('--line'), width: 1},
      ticks: {show: false},
    };
    const {limit, lines} = this.what;
    const plot = new uPlot(
      {
        width: Math.max(200, place.clientWidth),
        height: HEIGHT,
        padding: [8, 30, 0, 0],
        legend: {show: false},
        cursor: {y: false, drag: {x: false, y: false}},
        scales: {x: {time: true, auto: false}, y: {auto: false}},
        axes: [
          {
            ...axis,
            size: 26,
            space: 80,
            values: (_, ticks) =>
              ticks.map((tick) => TIME.format(new Date(tick * 1_000)).slice(0, this.seconds > 600 ? 5 : 8)),
          },
          {...axis, size: 54, space: 30},
        ],
        series: [
          {},
          ...lines.map((_, index) => ({
            stroke: color(LINES[index].color),
            dash: LINES[index].dash,
            width: 2,
            points: {show: false},
          })),
          ...(limit === null ? [] : [{stroke: color('--loss'), width: 1, dash: [5, 5], points: {show: false}}]),
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

/** A chart; `samples` are `{at, values}`, oldest first, `at` in milliseconds. */
export const chart = OpsChart.of;

customElements.define('ops-chart', OpsChart);
