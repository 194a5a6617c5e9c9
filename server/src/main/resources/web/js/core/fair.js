// A round's draws, made again in the browser from the revealed seeds.
// bytes = HMAC-SHA256(key = server seed as text, message = "clientSeed:nonce:block"), 32 per block,
// four big-endian bytes a draw. Scheme pitboss-1 passes over values that would favour some outcomes;
// scheme stake takes floor(value / 2^32 * bound).

import {hex} from '/js/core/api.js';

const utf8 = (text) => new TextEncoder().encode(text);

/** SHA-256 of bytes. WebCrypto where the page has it (https, localhost), else our own. */
export async function sha256(bytes) {
  return crypto.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : sha256Plain(bytes);
}

/** HMAC-SHA256 of a text under a text key. */
export async function hmac(keyText, messageText) {
  if (!crypto.subtle) {
    return hmacPlain(utf8(keyText), utf8(messageText));
  }
  const key = await crypto.subtle.importKey('raw', utf8(keyText), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(messageText)));
}

/** The hash that commits to a server seed. */
export const commitment = async (serverSeed) => hex(await sha256(utf8(serverSeed)));

/** One round's stream of numbers; `log` keeps every block and draw for showing. */
export class Draws {
  constructor({scheme, serverSeed, clientSeed, nonce}) {
    this.scheme = scheme;
    this.seeds = {serverSeed, clientSeed, nonce};
    this.bytes = [];
    this.used = 0;
    this.blocks = [];
    this.log = [];
  }

  async #next() {
    if (this.used === this.bytes.length) {
      const {serverSeed, clientSeed, nonce} = this.seeds;
      const message = `${clientSeed}:${nonce}:${this.blocks.length}`;
      const block = await hmac(serverSeed, message);
      this.blocks.push({message, hex: hex(block)});
      this.bytes.push(...block);
    }
    const [a, b, c, d] = this.bytes.slice(this.used, (this.used += 4));
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  }

  /** A number from 0 to bound − 1. */
  async below(bound) {
    if (this.scheme === 'stake') {
      const value = await this.#next();
      const drawn = Math.floor((value * bound) / 2 ** 32);
      this.log.push({value, bound, accepted: true, drawn});
      return drawn;
    }
    const limit = Math.floor(2 ** 32 / bound) * bound;
    for (;;) {
      const value = await this.#next();
      const accepted = value < limit;
      this.log.push({value, bound, accepted, drawn: value % bound});
      if (accepted) {
        return value % bound;
      }
    }
  }
}

// SHA-256 (FIPS 180-4), for pages on plain http where crypto.subtle does not exist. The constants
// are the first 32 bits of the fractional parts of the square and cube roots of the first primes;
// BigInt arithmetic finds them exactly, so there is no table to mistype.
const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n++) {
  if (PRIMES.every((prime) => n % prime !== 0)) {
    PRIMES.push(n);
  }
}

function rootBits(prime, power) {
  const target = BigInt(prime) << BigInt(32 * power);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(power) <= target) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return Number(low & 0xffffffffn);
}

const START = PRIMES.slice(0, 8).map((prime) => rootBits(prime, 2));
const ROUND = PRIMES.map((prime) => rootBits(prime, 3));

const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** SHA-256 without WebCrypto; exported so that a test can hold the two against each other. */
export function sha256Plain(message) {
  const padded = new Uint8Array(((message.length + 72) >> 6) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(padded.length - 4, message.length << 3);
  const state = START.slice();
  const w = new Array(64);
  for (let offset = 0; offset < padded.length; offset += 64) {
    for (let t = 0; t < 64; t++) {
      w[t] =
        t < 16 ? view.getUint32(offset + 4 * t) : (small1(w[t - 2]) + w[t - 7] + small0(w[t - 15]) + w[t - 16]) | 0;
    }
    mix(state, w);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => digest.setUint32(4 * index, word));
  return new Uint8Array(digest.buffer);
}

const small0 = (x) => turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
const small1 = (x) => turn(x, 17) ^ turn(x, 19) ^ (x >>> 10);

function mix(state, w) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[t] + w[t]) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = (state[index] + word) | 0));
}

/** HMAC-SHA256 (RFC 2104) without WebCrypto. */
export function hmacPlain(key, message) {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256Plain(key) : key);
  const inner = sha256Plain(
    joined(
      block.map((byte) => byte ^ 0x36),
      message,
    ),
  );
  return sha256Plain(
    joined(
      block.map((byte) => byte ^ 0x5c),
      inner,
    ),
  );
}

function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
