// A slots round as a picture, and the same round from its seeds.

import {html, money, nothing, plural} from '/js/core/view.js';
import {runWords, spinPicture, symbolName, winWords} from '/js/games/reels.js';

export const needs = '/games/slots-20';

export function picture({result, stake}, {machine}) {
  const free = result.freeSpins ?? [];
  return html`
    ${spinPicture(result, machine)}
    ${
      free.length
        ? html`<details><summary>${plural(free.length, 'free spin')}, ${money(free.reduce((sum, {payout}) => sum + payout, 0))} together</summary>
      <ol class="freespins">${free.map(
        (one) => html`<li>
        <p>${one.multiplier > 1 ? `Wins × ${one.multiplier}. ` : ''}Pays ${money(one.payout)}.</p>${spinPicture(one, machine)}</li>`,
      )}</ol></details>`
        : nothing
    }
    ${result.capped ? html`<p>The machine pays at most ${money(machine.maxWinMultiple * stake)} for this wager; this round reached it.</p>` : nothing}`;
}

export async function recompute(round, {machine}, draws) {
  const {playRound} = await import('/js/games/slots-rules.js');
  const mine = await playRound(machine, round.bet?.stake ?? round.stake, draws, Boolean(round.bet?.buy));
  const theirs = round.result;
  const all = (result, field) => [result, ...(result.freeSpins ?? [])].map((one) => JSON.stringify(one[field]));
  const words = (result) =>
    [result, ...result.freeSpins].map(
      ({stops}, index) => `${index === 0 ? 'Spin' : `Free spin ${index}`}: ${stops.join(' ')}`,
    );
  const same = (field) => all(mine, field).join() === all(theirs, field).join();
  return [
    {name: 'Where each reel stops', lines: words(mine), ok: same('stops')},
    {
      name: 'What the reels then show',
      lines: mine.grid.map((row) => row.map((id) => symbolName(id, machine)).join(' · ')),
      ok: same('grid'),
    },
    {
      name: 'What every win pays',
      lines: [...allWinWords(mine, machine), `Together ${money(mine.payout)}`],
      ok: mine.payout === round.payout && winKeys(mine) === winKeys(theirs),
    },
  ];
}

const allWinWords = (result, machine) =>
  [result, ...result.freeSpins].flatMap(({wins, scatter}, index) => [
    ...wins.map((win) => `${index ? `Free spin ${index}, ` : ''}${runWords(win)}: ${winWords(win, machine)}`),
    ...(scatter?.payout
      ? [`${index ? `Free spin ${index}, ` : ''}${scatter.count} scatters pay ${money(scatter.payout)}`]
      : []),
  ]);

const winKeys = (result) =>
  [result, ...(result.freeSpins ?? [])]
    .map(({wins}) =>
      wins
        .map(({line, symbol, from, count, payout}) => `${line}:${symbol}:${from ?? ''}:${count}:${payout}`)
        .sort()
        .join(),
    )
    .join(';');
