// The slots rules again, in the browser: from draws to stops, grid and wins, for checking a round.

import {betsOf, lineRows, wildsOf} from '/js/games/reels.js';

/**
 * Plays a round as the casino does: the paid spin, then its free spins from the same stream. Bought
 * free spins are added to those that the paid spin awards.
 */
export async function playRound(machine, stake, draws, buys = false) {
  const paid = await spin(machine, stake, draws, false);
  paid.freeSpinsAwarded += buys ? machine.freeSpins.purchase.spins : 0;
  const freeSpins = [];
  const most = machine.freeSpins?.maxPerRound ?? 0;
  let due = Math.min(paid.freeSpinsAwarded, most);
  while (freeSpins.length < due) {
    const free = await spin(machine, stake, draws, true);
    freeSpins.push(free);
    due = Math.min(due + free.freeSpinsAwarded, most);
  }
  const sum = [paid, ...freeSpins].reduce((total, one) => total + one.payout, 0);
  const payout = Math.min(sum, stake * machine.maxWinMultiple);
  return {...paid, freeSpins, payout, capped: payout < sum};
}

async function spin(machine, stake, draws, free) {
  const rule = machine.freeSpins;
  const multiplier = free ? rule.multiplier : 1;
  const strips = free && rule.strips?.length ? rule.strips : machine.strips;
  const stops = [];
  for (const strip of strips) {
    stops.push(await draws.below(strip.length));
  }
  const grids = gridsOf(machine, strips, stops, stake, free);
  const [{grid, wins: runs, multiplier: first}, ...cascades] = grids;
  const last = grids.at(-1).grid;
  const wins = [...runs, ...otherScatters(machine, last, stake * multiplier)];
  const scatters = machine.scatter ? last.flat().filter((id) => id === machine.scatter.symbol).length : 0;
  const freeSpinsAwarded = (free ? rule?.retriggers?.[scatters] : rule?.awards?.[scatters]) ?? 0;
  const scatterPayout = (machine.scatter?.pays?.[scatters] ?? 0) * stake * multiplier;
  const scatter = scatterPayout || freeSpinsAwarded ? {count: scatters, payout: scatterPayout} : null;
  const payout = [...wins, ...cascades].reduce((total, one) => total + one.payout, scatterPayout);
  const fallen = cascades.length ? {cascades} : {};
  return {stops, grid, wins, ...fallen, scatter, freeSpinsAwarded, multiplier: first, payout};
}

/** The grid that the stops show and those that fall after it, each with its wins. */
function gridsOf(machine, strips, stops, stake, free) {
  const rule = machine.cascades;
  const ladder = (free ? rule?.freeSpinMultipliers : null) ?? rule?.multipliers ?? [1];
  const bet = stake / betsOf(machine);
  const tops = [...stops];
  const grids = [];
  let grid = gridAt(machine, strips, stops);
  for (let fallen = 0; fallen <= (rule?.maxPerSpin ?? 0); fallen++) {
    const onGrid = ladder[Math.min(fallen, ladder.length - 1)];
    const wins = winsOf(machine, grid, free).map(({bets, ...win}) => ({...win, payout: bets * bet * onGrid}));
    const payout = wins.reduce((total, win) => total + win.payout, 0);
    grids.push({grid, wins, multiplier: onGrid * (free ? machine.freeSpins.multiplier : 1), payout});
    if (!wins.length) {
      break;
    }
    grid = fall(strips, tops, grid, cellsOf(machine, grid, wins));
  }
  return grids;
}

/** The cells of all wins, wilds in them included; cells are numbered row by row. */
export function cellsOf(machine, grid, wins) {
  const reels = grid[0].length;
  return new Set(
    wins.flatMap(({line, symbol, count, from, ways, cells}) => {
      if (line >= 0) {
        const covered = (reel) => (from === 'right' ? reel >= reels - count : reel < count);
        return lineRows(machine.lines[line]).flatMap((row, reel) => (covered(reel) ? [row * reels + reel] : []));
      }
      return cells ?? standing(machine, grid, symbol).filter((cell) => !ways || cell % reels < count);
    }),
  );
}

/** What is above vanished cells falls, and the reels go on upwards. */
function fall(strips, tops, grid, vanished) {
  const reels = strips.map((strip, reel) => {
    const left = grid.map((row) => row[reel]).filter((_, row) => !vanished.has(row * strips.length + reel));
    while (left.length < grid.length) {
      tops[reel] = (tops[reel] + strip.length - 1) % strip.length;
      left.unshift(strip[tops[reel]]);
    }
    return left;
  });
  return grid.map((_, row) => reels.map((column) => column[row]));
}

/** Where a symbol or a wild is. */
function standing(machine, grid, symbol) {
  const wilds = new Set(wildsOf(machine).map((wild) => wild.symbol));
  return grid.flat().flatMap((id, cell) => (id === symbol || wilds.has(id) ? [cell] : []));
}

/** Wins by numbers of cells, anywhere or in clusters; wilds alone are none. */
function countedWins(machine, grid, times) {
  const shown = grid.flat();
  const wins = [];
  for (const {id: symbol, pays} of machine.symbols) {
    const cells = standing(machine, grid, symbol);
    const groups = machine.wins === 'clusters' ? clusters(cells, grid[0].length) : [cells];
    for (const group of groups.filter((one) => one.some((cell) => shown[cell] === symbol))) {
      const pay = reachedPay(pays, group.length);
      const where = machine.wins === 'clusters' ? {cells: group} : {};
      if (pay) {
        wins.push({line: -1, symbol, count: group.length, ...where, bets: pay * times});
      }
    }
  }
  return wins;
}

/** The pay of the greatest number that is reached. */
function reachedPay(pays, count) {
  const reached = Object.keys(pays ?? {})
    .map(Number)
    .filter((n) => n <= count);
  return reached.length ? pays[Math.max(...reached)] : 0;
}

/** Groups of cells beside or above each other, by their first cell. */
function clusters(cells, reels) {
  const left = new Set(cells);
  const groups = [];
  for (const first of cells) {
    const group = [];
    const next = [first];
    while (next.length) {
      const cell = next.pop();
      if (left.delete(cell)) {
        group.push(cell);
        next.push(cell - reels, cell + reels);
        next.push(...(cell % reels ? [cell - 1] : []), ...((cell + 1) % reels ? [cell + 1] : []));
      }
    }
    if (group.length) {
      groups.push(group.sort((a, b) => a - b));
    }
  }
  return groups;
}

/** Symbols that pay wherever they stand, besides the scatter that awards free spins. */
const otherScatters = (machine, grid, stake) =>
  (machine.otherScatters ?? [])
    .map(({symbol, pays}) => {
      const count = grid.flat().filter((id) => id === symbol).length;
      return {line: -1, symbol, count, payout: (pays?.[count] ?? 0) * stake};
    })
    .filter(({payout}) => payout > 0);

const isScatter = (machine, id) =>
  id === machine.scatter?.symbol || (machine.otherScatters ?? []).some(({symbol}) => symbol === id);

/** The rows seen when each reel rests at its stop: from the top, wrapping around the strip. */
const gridAt = (machine, strips, stops) =>
  Array.from({length: machine.rows}, (_, row) =>
    stops.map((stop, reel) => strips[reel][(stop + row) % strips[reel].length]),
  );

/** All runs that win, each with the bets it pays. */
function winsOf(machine, shown, free) {
  const wilds = wildsOf(machine);
  const filled = filledBy(machine.filledGrid, new Set(shown.flat()));
  const grid = expanded(shown, wilds, free);
  const reels = machine.strips.length;
  if (machine.wins === 'anywhere' || machine.wins === 'clusters') {
    return countedWins(machine, shown, free ? machine.freeSpins.multiplier : 1);
  }
  const times = ({symbol, count}) => {
    const spared = count === reels && symbol === wilds[0]?.symbol && machine.freeSpins?.fullWildsMultiplied === false;
    return filled * (free && !spared ? machine.freeSpins.multiplier : 1);
  };
  if (machine.wins === 'ways') {
    return machine.symbols
      .map(({id, pays}) => waysOf(id, pays, grid, wilds))
      .filter(({pay}) => pay > 0)
      .map(({pay, ...win}) => ({line: -1, ...win, bets: pay * win.ways * times(win)}));
  }
  return machine.lines.flatMap((line, index) =>
    lineRuns(
      machine,
      wilds,
      lineRows(line).map((row, reel) => grid[row][reel]),
    ).map(({pay, jackpot, ...win}) => ({line: index, ...win, bets: pay * times(win) + jackpot})),
  );
}

/** By what all runs are multiplied when the cells show one symbol alone. */
function filledBy(rule, kinds) {
  const [symbol] = kinds;
  return rule && kinds.size === 1 && (!rule.symbols?.length || rule.symbols.includes(symbol)) ? rule.multiplier : 1;
}

/** Wilds that expand take their whole reel, the topmost first. */
function expanded(shown, wilds, free) {
  const takes = (id) =>
    wilds.some(({symbol, expands}) => symbol === id && (expands === 'always' || (free && expands === 'inFreeSpins')));
  const reels = shown[0].map((_, reel) => shown.map((row) => row[reel]).find(takes));
  return shown.map((row) => row.map((id, reel) => reels[reel] ?? id));
}

/** On each reel every cell of the symbol is a way on, a wild as many as it multiplies. */
function waysOf(symbol, pays, grid, wilds) {
  const cells = grid[0].map((_, reel) =>
    grid.reduce(
      (sum, row) =>
        sum + (row[reel] === symbol ? 1 : (wilds.find((wild) => wild.symbol === row[reel])?.multiplier ?? 0)),
      0,
    ),
  );
  const broken = cells.indexOf(0);
  const count = broken < 0 ? cells.length : broken;
  return {symbol, count, ways: cells.slice(0, count).reduce((product, n) => product * n, 1), pay: pays?.[count] ?? 0};
}

/** What a line is paid for: from the left, and where the machine says so from the right, too. */
function lineRuns(machine, wilds, seen) {
  const isWild = (id) => wilds.some(({symbol}) => symbol === id);
  const left = lineRun(machine, wilds, seen);
  const others = new Set(seen.filter((id) => !isWild(id)));
  const spansAll = others.size <= 1 && ![...others].some((id) => isScatter(machine, id));
  if ((machine.wins ?? 'left') === 'left' || spansAll) {
    return left ? [left] : [];
  }
  const back = lineRun(machine, wilds, seen.toReversed());
  const right = back && {...back, from: 'right'};
  if (!left || !right || machine.wins === 'both') {
    return [left, right].filter(Boolean);
  }
  return [right.pay + right.jackpot > left.pay + left.jackpot ? right : left];
}

/** The better of two readings: the first symbol that is no wild, or the leading wilds themselves. */
function lineRun(machine, wilds, seen) {
  const first = seen.find((id) => !wilds.some(({symbol}) => symbol === id));
  const natural = first === undefined ? null : run(machine, wilds, seen, first);
  const wild = wilds.length ? run(machine, wilds, seen, wilds[0].symbol) : null;
  const total = (one) => one.pay + one.jackpot;
  return wild && (!natural || total(wild) > total(natural)) ? wild : natural;
}

function run(machine, wilds, seen, symbol) {
  const wildAt = (id) => wilds.find((wild) => wild.symbol === id);
  const stands = (id) => id === symbol || (wildAt(id) && !isScatter(machine, symbol));
  const broken = seen.findIndex((id) => !stands(id));
  const count = broken < 0 ? seen.length : broken;
  const pay = machine.symbols.find(({id}) => id === symbol)?.pays?.[count] ?? 0;
  const multipliers = seen
    .slice(0, count)
    .map(wildAt)
    .filter(Boolean)
    .map(({multiplier}) => multiplier);
  const factor = wildAt(symbol) ? 1 : combined(multipliers, machine.wildMultipliers);
  const jackpots = (machine.jackpots ?? []).filter((pot) => pot.symbol === symbol && pot.count === count);
  const jackpot = jackpots.reduce((sum, {pays}) => sum + pays, 0) * betsOf(machine);
  return pay ? {symbol, count, pay: pay * factor, jackpot} : null;
}

function combined(multipliers, how) {
  switch (how) {
    case 'product':
      return multipliers.reduce((product, one) => product * one, 1);
    case 'sum':
      return Math.max(
        1,
        multipliers.filter((one) => one > 1).reduce((sum, one) => sum + one, 0),
      );
    default:
      return Math.max(1, ...multipliers);
  }
}
