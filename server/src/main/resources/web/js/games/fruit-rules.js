// The fruit slots' rules again, in the browser: from draws to cells and wins, for checking a round.

const ROWS = 3;
const COLUMNS = 5;

/** Fifteen cells row by row, each a draw below the sum of the weights; then every line. `machine` is the casino's own. */
export async function playSpin({symbols, lines, royal}, stake, draws) {
  const grid = [];
  const below = symbols.reduce((sum, {weight}) => sum + weight, 0);
  for (let row = 0; row < ROWS; row++) {
    grid.push([]);
    for (let column = 0; column < COLUMNS; column++) {
      grid[row].push(drawn(symbols, await draws.below(below)));
    }
  }
  const lineBet = stake / lines.length;
  const wins = lines.flatMap((line, index) => {
    const seen = line.map((row, column) => grid[row][column]);
    const win =
      index === royal.line && seen.join() === royal.symbols.join()
        ? {symbol: 'royal', count: COLUMNS, pay: royal.pays}
        : lineWin(symbols, seen);
    return win.pay ? [{line: index, symbol: win.symbol, count: win.count, payout: win.pay * lineBet}] : [];
  });
  return {grid, wins, payout: wins.reduce((sum, {payout}) => sum + payout, 0)};
}

/** Each fruit takes as many numbers as its weight, in the order of the list. */
function drawn(symbols, number) {
  let below = 0;
  return symbols.find(({weight}) => number < (below += weight)).symbol;
}

function lineWin(symbols, seen) {
  const [symbol] = seen;
  const broken = seen.findIndex((other) => other !== symbol);
  const count = broken < 0 ? seen.length : broken;
  // Three, four and five of a kind.
  return {symbol, count, pay: symbols.find((one) => one.symbol === symbol).pays[count - 3] ?? 0};
}
