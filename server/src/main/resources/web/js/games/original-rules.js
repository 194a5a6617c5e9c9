// The rules of the originals again, in the browser: from a bet and draws to the result, for playing and for checking a round.

export const ORIGINALS = ['dice', 'limbo', 'plinko', 'wheel', 'keno'];

const RTP_PERCENT = 99;
const ROLLS = 10_001;
const RESULTS = 100_000_000;
const NUMBERS = 40;
const DRAWN = 10;

/** With how many of the 10 001 rolls a bet on dice wins. */
export const diceWays = ({direction, target}) => (direction === 'over' ? ROLLS - 1 - target : target);

/** What a bet on dice is paid when it wins, hundredths. */
export const diceMultiplier = (bet) => Math.floor((RTP_PERCENT * ROLLS) / diceWays(bet));

/** The targets a bet can have, hundredths. */
export const TARGETS = {over: [200, 9_999], under: [1, 9_800], limbo: [101, 100_000_000]};

/** The pay table of a bet: `{multipliers, parSheet}`, as the casino publishes it; none where a target is chosen. */
export const payTableOf = ({rows, segments, picks, risk}, tables) =>
  tables.find((one) => one.risk === risk && one.size === (rows ?? segments ?? picks?.length) && risk !== undefined);

/** Chance, multiplier and return of a bet that wins or loses. */
export function oddsOf(game, bet) {
  const [ways, total, multiplier] =
    game === 'dice'
      ? [diceWays(bet), ROLLS, diceMultiplier(bet)]
      : [Math.floor((RTP_PERCENT * RESULTS) / bet.target), RESULTS, bet.target];
  return {chance: ways / total, multiplier, rtp: (ways * multiplier) / (100 * total)};
}

const RULES = {
  async dice(bet, _pays, draws) {
    const roll = await draws.below(ROLLS);
    const wins = bet.direction === 'over' ? roll > bet.target : roll < bet.target;
    return {roll, multiplier: wins ? diceMultiplier(bet) : 0};
  },

  async limbo({target}, _pays, draws) {
    const drawn = await draws.below(RESULTS);
    const reached = Math.max(100, Math.floor((RTP_PERCENT * RESULTS) / (drawn + 1)));
    return {reached, multiplier: reached >= target ? target : 0};
  },

  async plinko({rows}, pays, draws) {
    const path = [];
    for (let row = 0; row < rows; row++) {
      path.push(await draws.below(2));
    }
    const slot = path.reduce((sum, turn) => sum + turn, 0);
    return {path, slot, multiplier: pays[slot]};
  },

  async wheel({segments}, pays, draws) {
    const segment = await draws.below(segments);
    return {segment, multiplier: pays[segment]};
  },

  async keno({picks}, pays, draws) {
    const left = Array.from({length: NUMBERS}, (_, index) => index + 1);
    const drawn = [];
    while (drawn.length < DRAWN) {
      drawn.push(...left.splice(await draws.below(left.length), 1));
    }
    const hits = drawn.filter((number) => picks.includes(number)).length;
    return {drawn, hits, multiplier: pays[hits]};
  },
};

/** Plays a bet: `{payout, result}`, payout in minor units. */
export async function playOriginal(game, bet, tables, draws) {
  const result = await RULES[game](bet, payTableOf(bet, tables)?.multipliers, draws);
  return {payout: (bet.stake / 100) * result.multiplier, result};
}
