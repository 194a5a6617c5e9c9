// Which book a round of a published game draws, in whole numbers of any size.

const PARTS = 8;
const PART = 65_536;
const RANGE = 1n << 128n;

/** Eight draws, the first the most significant: 128 bits. */
async function number(draws) {
  let r = 0n;
  for (let part = 0; part < PARTS; part++) {
    r = r * BigInt(PART) + BigInt(await draws.below(PART));
  }
  return r;
}

/**
 * A number from 0 to the sum of weights − 1: the drawn book is the first whose cumulative weight is above it.
 * The sum is text, for it can have more than 64 bits.
 */
export async function ticketOf(draws, totalWeight) {
  const total = BigInt(totalWeight);
  for (;;) {
    const product = (await number(draws)) * total;
    if (product % RANGE >= RANGE % total) {
      return product / RANGE;
    }
  }
}
