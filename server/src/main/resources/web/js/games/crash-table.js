// The live table as the casino tells it, and its curve on a canvas.

const LIVE = '/api/casino/play/crash/live';

// Per millisecond, as in the rules of the game.
const GROWTH = 0.00006;

// Without a word for so long the curve stands still: nothing may be made up.
const FREEZE_MILLIS = 300;

const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 5_000;

/** Hundredths after so many milliseconds. */
export const multiplierAt = (millis) => Math.floor(100 * Math.exp(GROWTH * Math.max(0, millis)));

/** Milliseconds until that many hundredths. */
export const reachedAt = (hundredths) => Math.log(hundredths / 100) / GROWTH;

/** 153 → "1.53×". */
export const times = (hundredths) => `${(hundredths / 100).toFixed(2)}×`;

/**
 * Listens to the table: over WebSocket, or as a stream of events where that fails. Fires `table`
 * for every message, after `state` has taken it in, and `link` when the connection comes or goes.
 */
export class Table extends EventTarget {
  constructor() {
    super();
    this.state = null;
    this.linked = false;
    this.failures = 0;
    this.closed = false;
    this.startsAt = Infinity;
    this.heardAt = 0;
  }

  connect() {
    if (this.closed) {
      return;
    }
    // Some networks let no WebSocket through; every third attempt goes without.
    const asEvents = this.failures % 3 === 2;
    const source = asEvents
      ? new EventSource(LIVE)
      : new WebSocket(LIVE.replace(/^/, location.origin.replace('http', 'ws')));
    this.source = source;
    source.onmessage = ({data}) => this.#hear(JSON.parse(data));
    const lost = () => this.#lost(source);
    source.onclose = lost;
    source.onerror = asEvents ? lost : null;
  }

  close() {
    this.closed = true;
    this.source?.close();
  }

  #lost(source) {
    if (source !== this.source || this.closed) {
      return;
    }
    source.close();
    this.source = null;
    this.#link(false);
    const pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** Math.min(this.failures++, 4));
    setTimeout(() => this.connect(), pause * (0.75 + Math.random() / 2));
  }

  #link(linked) {
    if (this.linked !== linked) {
      this.linked = linked;
      this.dispatchEvent(new Event('link'));
    }
  }

  #hear(message) {
    const now = performance.now();
    this.heardAt = now;
    if (message.type === 'snapshot') {
      this.failures = 0;
      this.state = {
        ...message,
        players: new Map((message.players ?? []).map((bet) => [bet.ref, bet])),
        last: message.last ?? [],
      };
      this.startsAt = Infinity;
      this.#link(true);
    } else if (!this.state || message.seq !== this.state.seq + 1) {
      this.source?.close(); // something was missed: the whole table, please
      return;
    } else {
      this.#take(message);
    }
    if (message.phase === 'running') {
      // The quickest message of the round says best when it began.
      this.startsAt = Math.min(this.startsAt, now - (message.elapsedMs ?? 0));
    } else {
      this.startsAt = Infinity;
      this.endsAt = now + (message.remainingMs ?? 0);
    }
    this.dispatchEvent(new CustomEvent('table', {detail: message}));
  }

  #take(message) {
    const before = this.state;
    const players = message.phase === 'betting' && before.phase !== 'betting' ? new Map() : before.players;
    for (const bet of message.bets ?? []) {
      players.set(bet.ref, bet);
    }
    for (const ref of message.cancelled ?? []) {
      players.delete(ref);
    }
    for (const {ref, cashOut} of message.left ?? []) {
      const bet = players.get(ref);
      if (bet) {
        players.set(ref, {...bet, cashOut});
      }
    }
    const crashed = message.phase === 'crashed' && before.phase !== 'crashed';
    const last = crashed
      ? [{roundId: message.roundId, crashPoint: message.crashPoint, hash: message.hash}, ...before.last].slice(0, 50)
      : before.last;
    this.state = {...message, players, last};
  }

  /** Milliseconds into the round, as far as is known: it stands still when the casino falls silent. */
  get elapsed() {
    return Math.max(0, Math.min(performance.now(), this.heardAt + FREEZE_MILLIS) - this.startsAt);
  }

  /** Milliseconds until the next phase. */
  get remaining() {
    return Math.max(0, (this.endsAt ?? 0) - performance.now());
  }
}

/**
 * Draws the curve up to a time.
 *
 * @param marks `{hundredths, kind}`: `target` is a line across, `left` a point on the curve
 */
export function drawCurve(canvas, {millis, crashed, marks}) {
  const {clientWidth: width, clientHeight: height} = canvas;
  const scale = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const pen = canvas.getContext('2d');
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  const color = getComputedStyle(canvas);
  const of = (name) => color.getPropertyValue(name).trim();
  const span = Math.max(8_000, millis * 1.15);
  const top = Math.max(2, Math.exp(GROWTH * millis) * 1.25);
  const left = 48;
  const bottom = height - 26;
  const x = (at) => left + ((width - left - 12) * at) / span;
  const y = (multiple) => bottom - ((bottom - 14) * (multiple - 1)) / (top - 1);
  axes(pen, {span, top, x, y, left, bottom, width, line: of('--line'), text: of('--dim')});
  for (const {hundredths, kind} of marks) {
    if (kind === 'target' && hundredths / 100 < top) {
      pen.strokeStyle = of('--gold');
      pen.setLineDash([6, 6]);
      stroke(pen, [
        [left, y(hundredths / 100)],
        [width - 12, y(hundredths / 100)],
      ]);
      pen.setLineDash([]);
    }
  }
  const points = [];
  for (let i = 0; i <= 120; i++) {
    const at = (millis * i) / 120;
    points.push([x(at), y(Math.exp(GROWTH * at))]);
  }
  pen.lineWidth = 4;
  pen.lineCap = 'round';
  pen.strokeStyle = crashed ? of('--loss') : of('--action');
  stroke(pen, points);
  pen.lineWidth = 1;
  const [endX, endY] = points.at(-1);
  dot(pen, endX, endY, 7, crashed ? of('--loss') : of('--action'));
  for (const {hundredths, kind} of marks) {
    if (kind === 'left') {
      dot(pen, x(reachedAt(hundredths)), y(hundredths / 100), 6, of('--gold'));
    }
  }
}

function axes(pen, {span, top, x, y, left, bottom, width, line, text}) {
  pen.font = '13px system-ui, sans-serif';
  pen.lineWidth = 1;
  pen.strokeStyle = line;
  pen.fillStyle = text;
  pen.textBaseline = 'middle';
  pen.textAlign = 'right';
  const step = nice((top - 1) / 6);
  // 1.0, and then round numbers only
  for (let multiple = 1; multiple < top; multiple = Math.floor(multiple / step + 1.001) * step) {
    stroke(pen, [
      [left, y(multiple)],
      [width - 12, y(multiple)],
    ]);
    pen.fillText(`${multiple.toFixed(step < 1 ? 1 : 0)}×`, left - 6, y(multiple));
  }
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  const seconds = nice(span / 5_000);
  for (let second = 0; second * 1_000 < span; second += seconds) {
    pen.fillText(`${second} s`, x(second * 1_000), bottom + 7);
  }
}

/** 1, 2 or 5 times a power of ten, at least as much. */
function nice(amount) {
  const power = 10 ** Math.floor(Math.log10(amount));
  return [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= amount);
}

function stroke(pen, points) {
  pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
}

function dot(pen, x, y, radius, color) {
  pen.fillStyle = color;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
}
