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
  const all = (result, field) => spinsOf(result).map((one) => JSON.stringify(one[field]));
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
      ok: gridKeys(mine) === gridKeys(theirs),
    },
    {
      name: 'What every win pays',
      lines: [...allWinWords(mine, machine), `Together ${money(mine.payout)}`],
      ok: mine.payout === round.payout && winKeys(mine) === winKeys(theirs),
    },
  ];
}

const spinsOf = (result) => [result, ...(result.freeSpins ?? [])];

/** A spin's grids: the one that its stops show, and those that fall after it. */
const gridsOf = (spin) => [spin, ...(spin.cascades ?? [])];

const gridKeys = (result) => JSON.stringify(spinsOf(result).map((spin) => gridsOf(spin).map(({grid}) => grid)));

const allWinWords = (result, machine) =>
  spinsOf(result).flatMap((spin, index) => {
    const where = (fallen) => `${index ? `Free spin ${index}, ` : ''}${fallen ? `cascade ${fallen}, ` : ''}`;
    return [
      ...gridsOf(spin).flatMap(({wins}, fallen) =>
        wins.map((win) => `${where(fallen)}${runWords(win)}: ${winWords(win, machine)}`),
      ),
      ...(spin.scatter?.payout ? [`${where(0)}${spin.scatter.count} scatters pay ${money(spin.scatter.payout)}`] : []),
    ];
  });

const winKeys = (result) =>
  spinsOf(result)
    .flatMap(gridsOf)
    .map(({wins}) =>
      wins
        .map(({line, symbol, from, count, cells, payout}) =>
          [line, symbol, from ?? '', count, cells ?? '', payout].join(':'),
        )
        .sort()
        .join(),
    )
    .join(';');
