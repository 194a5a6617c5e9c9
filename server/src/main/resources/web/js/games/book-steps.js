// What the events of a book show, for any game: a board where they have one, and otherwise what each says in words. The
// names of events and fields are those of the publication format's own samples; others are passed over.

const isList = Array.isArray;

const nameOf = (symbol) => (typeof symbol === 'string' ? symbol : String(symbol?.name ?? '?'));

/** Reels of symbols, from the top; null where an event has none. */
function boardOf({board}) {
  return isList(board) && board.length && board.every((reel) => isList(reel) && reel.length)
    ? board.map((reel) => reel.map(nameOf))
    : null;
}

/** The board once what exploded is gone: what is above falls, and new symbols come from the top. */
function tumbled(board, {explodingSymbols = [], newSymbols = []}) {
  return board.map((reel, at) => {
    const gone = new Set(explodingSymbols.filter((place) => place.reel === at).map((place) => place.row));
    return [...(newSymbols[at] ?? []).map(nameOf), ...reel.filter((_, row) => !gone.has(row))];
  });
}

const times = (hundredths) => `${hundredths / 100} ×`;

/** One win in words: "L2, 3 of a kind, pays 5.2 ×". */
function winWords({symbol, kind, clusterSize, win}) {
  const size = clusterSize ? `${clusterSize} together` : kind ? `${kind} of a kind` : '';
  return [symbol, size, `pays ${times(win)}`].filter(Boolean).join(', ');
}

const SAYS = {
  winInfo: ({wins, totalWin}) =>
    isList(wins) && wins.length ? wins.map(winWords).join('; ') : totalWin ? `Win ${times(totalWin)}` : 'No win',
  freeSpinTrigger: ({totalFs}) => `${totalFs} free spins`,
  freeSpinRetrigger: ({totalFs}) => `More free spins: ${totalFs} in all`,
  updateFreeSpin: ({amount, total}) => `Free spin ${amount} of ${total}`,
  freeSpinEnd: ({amount}) => `The free spins pay ${times(amount)}`,
  wincap: ({amount}) => `The most that this game pays: ${times(amount)}`,
  setTotalWin: ({amount}) => (amount ? `So far ${times(amount)}` : ''),
  finalWin: ({amount}) => (amount ? `In all ${times(amount)}` : 'No win'),
};

/** Events that only tell an animation how to go on. */
const SILENT = new Set(['setWin', 'updateTumbleWin', 'updateGrid', 'createBonusSnapshot']);

const places = ({wins, positions}) => [
  ...(isList(positions) ? positions : []),
  ...(isList(wins) ? wins.flatMap((win) => (isList(win?.positions) ? win.positions : [])) : []),
];

/** An event of a kind that is not known, in words: "numberRolled 3". */
const fieldWords = (event) =>
  Object.entries(event)
    .filter(([name, value]) => !['index', 'type'].includes(name) && ['number', 'string'].includes(typeof value))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/**
 * What is shown of each event in turn: `{index, board, marked, words}`. The board is what stands by then, without the rows
 * above and below it that only pass by; `marked` has `REEL:ROW` of the symbols that the event is about.
 *
 * @param events of a book
 */
export function stepsOf(events) {
  let board = null;
  let hidden = 0;
  const steps = [];
  for (const [index, event] of events.entries()) {
    const fresh = boardOf(event);
    if (fresh) {
      board = fresh;
      hidden = isList(event.paddingPositions) && board[0].length > 2 ? 1 : 0;
    } else if (event.type === 'tumbleBoard' && board) {
      board = tumbled(board, event);
    } else if (SILENT.has(event.type)) {
      continue;
    }
    const words = (SAYS[event.type] ?? (fresh || event.type === 'tumbleBoard' ? () => '' : fieldWords))(event);
    if (words || fresh || event.type === 'tumbleBoard') {
      steps.push({
        index,
        board: board && board.map((reel) => reel.slice(hidden, reel.length - hidden)),
        marked: new Set(places(event).map(({reel, row}) => `${reel}:${row - hidden}`)),
        words,
      });
    }
  }
  return steps;
}
