// A bet on a round of crash as a picture, and the round from its hash, its salt and its chain.

import {hex} from '/js/core/api.js';
import {sha256, sha256Plain} from '/js/core/fair.js';
import {View, html, money} from '/js/core/view.js';
import {drawCurve, reachedAt, times} from '/js/games/crash-table.js';

/** The curve of a round that is over, drawn anew whenever its room changes. */
class PastCurve extends View {
  connectedCallback() {
    super.connectedCallback();
    this.resized = new ResizeObserver(() => this.updated());
    this.resized.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  updated() {
    const {crashPoint, cashOut} = this;
    const canvas = this.querySelector('canvas');
    if (canvas?.clientWidth) {
      drawCurve(canvas, {
        millis: reachedAt(crashPoint),
        crashed: true,
        marks: cashOut ? [{hundredths: cashOut, kind: 'left'}] : [],
      });
    }
  }

  render() {
    return html`<canvas class="past"></canvas>`;
  }
}

customElements.define('past-curve', PastCurve);

export function picture(round) {
  const {crashPoint, cashOut, refunded} = round.result;
  return html`<past-curve aria-hidden="true" .crashPoint=${crashPoint} .cashOut=${cashOut}></past-curve>
    <p class="result">Crashed at <b>${times(crashPoint)}</b>. ${
      refunded
        ? 'The round was interrupted, so the wager was returned.'
        : cashOut
          ? html`Cashed out at <b class="gain">${times(cashOut)}</b>.`
          : 'Not cashed out before the crash.'
    }
      ${round.bet.autoCashout ? `Auto cash-out was set to ${times(round.bet.autoCashout)}.` : ''}</p>`;
}

/** Every step from the round's hash to the payout; crash draws in its own way. */
export async function proof(round) {
  const {serverSeed, serverSeedHash, clientSeed, nonce} = round.fairness;
  const {steps, crashPoint} = await roundProof({
    hash: serverSeed,
    end: serverSeedHash,
    salt: clientSeed,
    number: nonce,
  });
  const {stake, autoCashout, cashOut} = round.bet;
  const latest = Math.min(100_000, Math.floor((10_000_000 * 100) / stake));
  const leaves = cashOut ?? autoCashout ?? latest;
  const given = round.bet.round === 'void' && cashOut === undefined;
  const payout = given ? stake : leaves <= crashPoint ? (stake / 100) * leaves : 0;
  return [
    ...steps,
    {name: 'The crash point shown', lines: [times(crashPoint)], ok: crashPoint === round.result.crashPoint},
    {
      name: 'The payout',
      lines: [
        given
          ? `The round is void: ${money(stake)} back`
          : leaves <= crashPoint
            ? `Cashed out at ${times(leaves)}: ${money(stake)} × ${(leaves / 100).toFixed(2)} = ${money(payout)}`
            : `${autoCashout ? `Auto cash-out at ${times(autoCashout)} was not reached` : 'Not cashed out'} before the crash at ${times(crashPoint)}: pays ${money(0)}`,
      ],
      ok: payout === round.payout,
    },
  ];
}

/** The crash point of a round, and that its hash is the one committed to. */
export async function roundProof({hash, end, salt, number}) {
  let at = bytes(hash);
  for (let i = 0; i < number; i++) {
    at = sha256Plain(at);
  }
  const mac = await hmacOf(salt, bytes(hash));
  const x = BigInt(`0x${hex(mac.slice(0, 7))}`) >> 4n;
  const raw = (99n << 52n) / ((1n << 52n) - x);
  const crashPoint = Number(raw < 100n ? 100n : raw);
  return {
    crashPoint,
    steps: [
      {
        name: `The hash is round ${number} of the chain: hashed ${number} times with SHA-256 it is the end that was published first`,
        lines: [`${hash} → ${hex(at)}`],
        ok: hex(at) === end,
      },
      {name: 'HMAC-SHA256 keyed with the salt, over the hash', lines: [hex(mac)], ok: null},
      {
        name: 'x is its first 52 bits; the crash point is ⌊99 · 2⁵² / (2⁵² − x)⌋ hundredths, at least 1.00',
        lines: [`x = ${x}`, `${times(crashPoint)}`],
        ok: null,
      },
    ],
  };
}

const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

/** RFC 2104 over SHA-256, for a message of bytes. */
async function hmacOf(keyText, message) {
  const given = new TextEncoder().encode(keyText);
  const key = new Uint8Array(64);
  key.set(given.length > 64 ? await sha256(given) : given);
  const inner = await sha256(Uint8Array.of(...key.map((byte) => byte ^ 0x36), ...message));
  return sha256(Uint8Array.of(...key.map((byte) => byte ^ 0x5c), ...inner));
}
