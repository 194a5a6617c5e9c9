// Everything the pages say to the casino: calls, the session, and the one balance all parts show. And what they say to the
// player: the texts and numbers of the page's language, which the server decides on, writes into the page and puts the
// messages of before all modules; an English page has none. One module, as each costs a request.

/** As in `lang`: en, de, es, pt, tr or ja. */
export const language = document.documentElement.lang || 'en';

/** How the language writes dates; for English as Europe does. */
export const LOCALE = language === 'en' ? 'en-GB' : language;

const texts = globalThis.messages ?? {};

const RULES = new Intl.PluralRules(language);
const WHOLE = new Intl.NumberFormat(language);

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_mark, name) => values[name]);

/** A whole number, grouped. */
export const count = (n) => WHOLE.format(n);

/**
 * The text in the page's language, with `{name}` replaced by the value of that name. Where one English text stands for
 * several things, it ends in which it is: `For|how long`.
 */
export const t = (text, values = {}) => fill(texts[text] ?? text.split('|')[0], values);

/** The text for a number of things, where `{n}` stands: "1 code", "3 codes". `many` is its key. */
export function tn(n, one, many, values = {}) {
  const forms = texts[many];
  const text = forms ? (forms[RULES.select(n)] ?? forms.other) : n === 1 ? one : many;
  return fill(text, {...values, n: count(n)});
}

/** As `t` for values that are templates: what to draw, in order. */
export const rich = (text, values) =>
  (texts[text] ?? text).split(/\{(\w+)\}/).map((part, index) => (index % 2 ? values[part] : part));

/** What a problem of this code says; the casino says it in English itself. */
export const ofCode = (code, english) => texts[`problem:${code}`] ?? english;

/** What is refused of a field by such a rule. */
export const ofRule = (rule, message) => texts[`rule:${rule}`] ?? message;

/** "a, b and c" */
export const listed = (items) => new Intl.ListFormat(LOCALE).format(items);

/** Keeps the player's choice of a language where the server reads it, and reads the page again. */
export function choose(chosen) {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `pitboss-language=${chosen}; path=/; max-age=31536000; samesite=lax${secure}`;
  location.reload();
}

const BASE = '/api/casino';

// A bet is retried with its own idempotency key for this long before we give up and say so.
const RETRY_FOR_MILLIS = 20_000;
const REQUEST_TIMEOUT_MILLIS = 8_000;

// A call that has a password hashed waits for its turn at the casino, and is made again for so long where too many wait.
const SESSION_TIMEOUT_MILLIS = 16_000;
const INSIST_FOR_MILLIS = 60_000;

const FIRST_PAUSE_MILLIS = 400;
const LONGEST_PAUSE_MILLIS = 4_000;

// How a player stands with their limits is looked up once for all who ask within this.
const TOGETHER_MILLIS = 300;

// What is left of a limit is not what a page is opened for, and comes after the rest of it.
const AFTER_LOADING_MILLIS = 2_000;

// What the server wrote into the page about its operator: `currency`, and `guests` as on or off.
const PAGE = document.documentElement.dataset;

// Whether responsible play kept the player out when it was last looked up: `{username, keptOut}`.
const KEPT_OUT = 'pitboss.keptOut';

// The bet whose result this tab has not shown yet.
const ASKED = 'pitboss.asked';

export const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A text as a sentence: "no such player" → "No such player.". */
export const sentence = (text) => capitalised(text) + (/[.!?…。]$/u.test(text) ? '' : '.');

/**
 * An answer of type application/problem+json, or the lack of any answer (`code: 'offline'`). The message is `said`, where a
 * page says it itself; or else what the code says in the page's language; or else the casino's detail.
 */
export class Problem extends Error {
  constructor(status, body = {}) {
    super(
      body.said ??
        ofCode(body.code, sentence(body.detail || body.title || t('The casino answered {status}.', {status}))),
    );
    this.name = 'Problem';
    this.detail = body.detail ?? '';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : 'error');
    this.field = body.field;
    this.balance = body.balance;
    this.ref = body.ref;
    this.restriction = body.restriction;
    this.retryAfterSeconds = body.retryAfterSeconds;
  }

  /** True when the request may have been fine and only its moment was not. */
  get passing() {
    return this.code !== 'betting_stopped' && [0, 502, 503, 504].includes(this.status);
  }
}

async function request(method, path, body, headers = {}, timeoutMillis = REQUEST_TIMEOUT_MILLIS) {
  let response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: body === undefined ? headers : {'Content-Type': 'application/json', ...headers},
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMillis),
    });
  } catch {
    throw new Problem(0, {said: t('The casino cannot be reached.')});
  }
  const text = await response.text().catch(() => '');
  const answer = parse(text);
  if (!response.ok) {
    const retryAfterSeconds = Number(response.headers.get('Retry-After')) || undefined;
    throw new Problem(response.status, {...answer, retryAfterSeconds});
  }
  return {status: response.status, answer};
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return {};
  }
}

/** What is there at the path; `null` for the answer that there is nothing. Waits for a casino that is away. */
export async function get(path) {
  const {status, answer} = await patiently(() => request('GET', BASE + path));
  return status === 204 ? null : answer;
}

/** What the session itself is asked: to be another's, or to end. */
export const session = (method, path, body) => insist(['busy', 'try_again'], method, '/api/session' + path, body);

/** Calls of staff; an empty response is `{}`. */
export const ops = (method, path, body, headers) => insist(['busy'], method, '/api/ops' + path, body, headers);

/** Asks again for a while what the casino answers with one of these codes: that it is too busy and has done nothing. */
async function insist(codes, method, path, body, headers) {
  const giveUpAt = Date.now() + INSIST_FOR_MILLIS;
  for (;;) {
    try {
      return (await request(method, path, body, headers, SESSION_TIMEOUT_MILLIS)).answer;
    } catch (problem) {
      if (method !== 'POST' || !codes.includes(problem.code) || Date.now() > giveUpAt) {
        throw problem;
      }
      await wait((problem.retryAfterSeconds ?? 1) * 1_000);
    }
  }
}

export const post = async (path, body) => (await request('POST', BASE + path, body)).answer;
export const put = async (path, body) => (await request('PUT', BASE + path, body)).answer;

/** Asks for what may be asked any number of times until there is an answer; meanwhile the page says so. */
async function patiently(asking) {
  for (let pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
    try {
      const answered = await asking();
      player.reached();
      return answered;
    } catch (problem) {
      if (!problem.passing) {
        player.reached();
        throw problem;
      }
      player.missed();
      await wait(Math.max(pause, (problem.retryAfterSeconds ?? 0) * 1_000));
    }
  }
}

/** Resolves once the page is visible: a prerendered page creates no player. */
const shown = () =>
  document.prerendering
    ? new Promise((done) => document.addEventListener('prerenderingchange', done, {once: true}))
    : Promise.resolve();

/** The health report. It comes with 503 when something is wrong, and is worth reading then. */
export async function health() {
  const response = await fetch('/health', {cache: 'no-store'});
  return response.json();
}

/** UUIDv7: 48 bits of Unix milliseconds, then randomness; keys sort by time in the database. */
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) {
    bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 0xff;
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

/** A client seed chosen by this browser alone: 128 random bits. */
export const randomSeed = () => hex(crypto.getRandomValues(new Uint8Array(16)));

/** Waits, or returns early when `signal` is aborted; never rejects. */
export const wait = (millis, signal) =>
  new Promise((done) => {
    if (signal?.aborted) {
      done();
      return;
    }
    const timer = setTimeout(done, millis);
    signal?.addEventListener('abort', () => (clearTimeout(timer), done()), {once: true});
  });

/**
 * The player of this browser. Fires `change` when the balance, the account or the connection
 * changes. `net` and `since` are of the player's session in all tabs and devices, as the casino counts it: until it has
 * answered, of this tab, and null where this tab has seen none yet. `limitLeft` is what the
 * tightest limit the player set still allows, in minor units, `minutesLeft` likewise; null without one.
 * `keptOut` is the self-exclusion or break that bars every bet, `{code, until, help}` with the code of a refused bet; null
 * without one, undefined until it is known. `absent` is true on a page that makes no guest, to a browser without a session.
 */
class Player extends EventTarget {
  #opening;
  #refreshing;
  #looking;
  #playedElsewhere = false;
  #netIsWhole = false;
  #settled = 0;
  #tabs = typeof BroadcastChannel === 'function' ? new BroadcastChannel('pitboss.balance') : undefined;

  constructor() {
    super();
    this.#tabs?.addEventListener('message', ({data}) => this.#heard(data));
    this.account = null;
    // of the operator at this host, which the server wrote into the page: amounts are right before the first answer
    this.currency = PAGE.currency ?? null;
    this.needsAccount = false;
    this.absent = false;
    this.balance = null;
    this.limitLeft = null;
    this.minutesLeft = null;
    this.fresh = false;
    this.connection = 'ok';
    this.since = Number(recall(sessionStorage, 'pitboss.since')) || null;
    const net = recall(sessionStorage, 'pitboss.net');
    this.net = net === null ? null : Number(net);
    this.keptOut = undefined;
  }

  /**
   * Resolves with the account; makes a guest when this browser has none. Where the operator takes no guests that is
   * refused as `no_guests`, and `needsAccount` is true. Call it freely.
   */
  open() {
    this.#opening ??= this.#enter().catch((problem) => {
      this.#opening = undefined;
      throw problem;
    });
    return this.#opening;
  }

  async #enter() {
    // Asking first would put a 401 on every newcomer's console, so we remember having a session.
    if (recall(localStorage, 'pitboss.session')) {
      try {
        return this.#welcome(await get('/user-info'));
      } catch (problem) {
        if (problem.status !== 401) {
          throw problem;
        }
      }
    }
    if (PAGE.guests === 'off') {
      this.needsAccount = true;
      this.dispatchEvent(new Event('change'));
      throw new Problem(403, {code: 'no_guests', said: t('Register or sign in to play here.')});
    }
    if (document.querySelector('main[data-no-player]')) {
      this.absent = true;
      this.dispatchEvent(new Event('change'));
      throw new Problem(404, {code: 'no_player', said: t('This page has no player.')});
    }
    await shown();
    const {answer} = await patiently(() => request('POST', '/api/session/guest', {}));
    remember(localStorage, 'pitboss.session', 'yes');
    this.fresh = true;
    this.#count(0, Date.now());
    this.#netIsWhole = true;
    await post('/fairness', {clientSeed: randomSeed()}).catch((problem) => {
      if (problem.code !== 'seed_in_use') {
        throw problem;
      }
    });
    return this.#welcome(answer.player);
  }

  #welcome(account) {
    this.account = account;
    this.currency = account.currency;
    this.needsAccount = false;
    if (this.fresh) {
      this.keepOut(null); // a guest of this moment has no limits either
    } else {
      const {username, keptOut} = parse(recall(sessionStorage, KEPT_OUT) ?? '');
      this.keptOut = username === account.username ? keptOut : undefined;
      this.lookAtLimits(this.keptOut === undefined || this.net === null ? TOGETHER_MILLIS : AFTER_LOADING_MILLIS);
    }
    this.show(account.balance);
    return account;
  }

  /** Takes in what bars every bet of the player, `{code, until, help}`, or that nothing does: null. */
  keepOut(keptOut) {
    this.keptOut = keptOut;
    remember(sessionStorage, KEPT_OUT, JSON.stringify({username: this.account?.username, keptOut}));
    this.dispatchEvent(new Event('change'));
  }

  /** Takes in the net result and the start of the player's session. */
  #count(net, since) {
    this.net = net;
    this.since = since;
    remember(sessionStorage, 'pitboss.net', net);
    remember(sessionStorage, 'pitboss.since', since);
  }

  /** What was counted is not of the player to come. */
  #forgetSession() {
    this.fresh = false;
    this.net = null;
    this.since = null;
    this.limitLeft = null;
    this.minutesLeft = null;
    this.keptOut = undefined;
    this.#netIsWhole = false;
    ['pitboss.net', 'pitboss.since', KEPT_OUT].forEach((name) => forget(sessionStorage, name));
  }

  /** This browser's session is another player's from now on, or the same player's under a name. */
  arrive(account) {
    remember(localStorage, 'pitboss.session', 'yes');
    this.#forgetSession();
    this.#opening = Promise.resolve(account);
    this.#welcome(account);
  }

  /** The session has ended; the next player of this browser is a new guest. */
  leave() {
    this.#opening = undefined;
    this.account = null;
    this.balance = null;
    this.#forgetSession();
    forget(localStorage, 'pitboss.session');
    return this.open();
  }

  /** Shows a balance; animations use it to take the stake now and show the win when it lands. */
  show(balance) {
    this.balance = balance;
    this.dispatchEvent(new Event('change'));
  }

  /** Counts a settled round into this visit and shows the balance after it. */
  settle({stake, payout, balance}) {
    forget(sessionStorage, ASKED);
    this.#settled += 1;
    if (this.net !== null) {
      this.#count(this.net + payout - stake, this.since ?? Date.now());
    }
    this.show(balance);
    this.#tabs?.postMessage({username: this.account?.username, balance});
    if (this.#playedElsewhere) {
      this.#playedElsewhere = false;
      this.refresh(); // this balance may be older than the other tab's
    }
    if (this.limitLeft !== null || this.minutesLeft !== null || !this.#netIsWhole) {
      this.lookAtLimits();
    }
  }

  /** Another tab of this browser has settled a round of the same player. */
  #heard({username, balance}) {
    if (username === this.account?.username) {
      this.#playedElsewhere = true;
      this.#netIsWhole = false;
      this.show(balance);
      this.lookAtLimits();
    }
  }

  /** Looks up how the player stands with their limits; soon, once for all who ask meanwhile. */
  lookAtLimits(pause = TOGETHER_MILLIS) {
    this.#looking ??= wait(pause)
      .then(() => this.#lookNow())
      .catch(() => undefined)
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #lookNow() {
    const before = this.#settled;
    const {account} = this;
    const {answer} = await request('GET', `${BASE}/limits`);
    if (account === this.account) {
      this.standing(answer, before);
    } else {
      await this.#lookNow(); // it was another player's
    }
  }

  /** Takes in how the player stood after so many rounds were settled here. */
  standing({limits, session: inPlay, selfExclusion, coolingOffUntil, profile}, settled = this.#settled) {
    const help = profile?.help ?? [];
    this.keepOut(
      selfExclusion
        ? {code: 'self_excluded', until: selfExclusion.forEver ? undefined : selfExclusion.until, help}
        : coolingOffUntil
          ? {code: 'cooling_off', until: coolingOffUntil, help}
          : null,
    );
    const least = (of) => {
      const left = limits.filter((limit) => limit.left !== undefined && of(limit.kind)).map((limit) => limit.left);
      return left.length ? Math.min(...left) : null;
    };
    this.limitLeft = least((kind) => kind !== 'time');
    this.minutesLeft = least((kind) => kind === 'time');
    // a round that is still being shown is in the casino's sum already, and would be added once more when it is settled
    const {at} = parse(recall(sessionStorage, ASKED) ?? '');
    const unchanged = settled === this.#settled;
    this.#netIsWhole = unchanged && at === undefined;
    if (unchanged && !(at > Date.now() - RETRY_FOR_MILLIS)) {
      const {net, elapsedSeconds} = inPlay;
      this.#count(net, net || elapsedSeconds || this.since === null ? Date.now() - elapsedSeconds * 1_000 : this.since);
    }
    this.dispatchEvent(new Event('change'));
  }

  /** Looks the balance up. */
  refresh() {
    this.#refreshing ??= get('/balance')
      .then(
        ({balance}) => this.show(balance),
        () => undefined,
      )
      .finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Has play chips given again; every tab shows the balance after it. */
  async refill() {
    const refilled = await post('/refill', {});
    this.show(refilled.balance);
    this.#tabs?.postMessage({username: this.account?.username, balance: refilled.balance});
    return refilled;
  }

  /** Plays one round, or takes one step of it. */
  play(game, bet, method) {
    return this.ask(`/play/${game}`, bet, method);
  }

  /**
   * The outcome of a bet, or a step of one, that was requested at this path just before the page was left or
   * loaded again, and that it has not shown; null without one. It is requested again under its own key.
   */
  async resume(path) {
    const asked = parse(recall(sessionStorage, ASKED) ?? '');
    const {body, key, at} = asked;
    if (path !== asked.path || Date.now() > at + RETRY_FOR_MILLIS) {
      return null;
    }
    await this.open();
    if (asked.username !== this.account.username) {
      return null;
    }
    const round = await this.#insist('POST', path, body, key).catch(() => null);
    return round && {...round, bet: body};
  }

  /**
   * Asks for something that moves money. A lost or pending answer is asked for again with the same
   * idempotency key, so it is done once however often the network fails.
   */
  async ask(path, body, method = 'POST') {
    await this.open();
    const key = uuid7();
    const {username} = this.account;
    remember(sessionStorage, ASKED, JSON.stringify({path, body, key, username, at: Date.now()}));
    return this.#insist(method, path, body, key);
  }

  async #insist(method, path, body, key) {
    const giveUpAt = Date.now() + RETRY_FOR_MILLIS;
    for (let pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
      try {
        const {status, answer} = await request(method, BASE + path, body, {'Idempotency-Key': key});
        this.reached();
        if (status !== 202) {
          return answer;
        }
      } catch (problem) {
        if (problem.restriction && (await mayGoOn(problem))) {
          continue;
        }
        if (!problem.passing) {
          forget(sessionStorage, ASKED);
          this.reached();
          throw problem.status === 401 ? await this.#ended() : problem;
        }
        this.missed();
        if (Date.now() > giveUpAt) {
          this.refresh();
          throw problem;
        }
        pause = Math.max(pause, (problem.retryAfterSeconds ?? 0) * 1_000);
      }
      await wait(pause);
    }
  }

  async #ended() {
    this.#opening = undefined;
    this.#forgetSession();
    forget(localStorage, 'pitboss.session');
    const isGuest = await this.open().then(
      () => true,
      () => false,
    );
    return new Problem(401, {
      code: 'no_session',
      said: isGuest
        ? t('Your session had ended, so this bet was not placed. You now play as a new guest.')
        : t('Your session had ended, so this bet was not placed. Sign in again to play.'),
    });
  }

  /** The casino answered. */
  reached() {
    this.#connect('ok');
  }

  /** The casino did not answer, and is asked again. */
  missed() {
    this.#connect('retrying');
  }

  #connect(state) {
    if (this.connection !== state) {
      this.connection = state;
      this.dispatchEvent(new Event('change'));
    }
  }
}

/** Says in words what responsible play has against a bet, and whether it can be asked for again now. */
const mayGoOn = (problem) => import('/js/parts/restriction.js').then(({handle}) => handle(problem));

/** Reads what `remember` kept; null where nothing is, or where the browser forbids storage. */
export function recall(storage, name) {
  try {
    return storage.getItem(name);
  } catch {
    return null;
  }
}

export function remember(storage, name, value) {
  try {
    storage.setItem(name, String(value));
  } catch {
    // Private windows may refuse storage: the visit is then as long as the page.
  }
}

function forget(storage, name) {
  try {
    storage.removeItem(name);
  } catch {
    // Nothing was kept, nothing is to be removed.
  }
}

export const player = new Player();

// Another tab may have played meanwhile.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && player.account) {
    player.refresh();
  }
});
