// What each game should return and what it did, with the band of chance.

import {count, html, money, percent, svg} from '/js/core/view.js';

const SIGMAS = 3;

const VERDICTS = {within: '✓ within', above: '✗ above', below: '✗ below', early: 'too few rounds'};

const WHEN = new Intl.DateTimeFormat('en-GB', {dateStyle: 'medium', timeStyle: 'short'});

/** "96.00 %", "85.64 to 98.94 %", "up to 99.67 %". */
function should({lowestRtp, highestRtp}) {
  if (highestRtp === undefined || highestRtp === null) {
    return 'being worked out';
  }
  if (lowestRtp === undefined || lowestRtp === null) {
    return `up to ${percent(highestRtp)}`;
  }
  return highestRtp - lowestRtp < 0.00005 ? percent(highestRtp) : `${(lowestRtp * 100).toFixed(2)} to ${percent(highestRtp)}`;
}

/** The problem in words. */
export const returnWords = (game) =>
  `${game.name} returned ${percent(game.rtp)} of its stakes in 24 h: ${game.verdict} ${should(game)} by more than ${SIGMAS} σ, ${percent(SIGMAS * game.sigma)}.`;

/** A scale of the band with the return on it; the cells beside it say the same. */
function band({lowestRtp, highestRtp, rtp, sigma}) {
  if (!sigma || !highestRtp) {
    return '';
  }
  const low = (lowestRtp ?? highestRtp) - SIGMAS * sigma;
  const high = highestRtp + SIGMAS * sigma;
  const x = (value) => Math.min(118, Math.max(2, 30 + (60 * (value - low)) / (high - low))).toFixed(1);
  return html`<svg class="band" viewBox="0 0 120 16" aria-hidden="true">${svg`
    <rect x="30" y="3" width="60" height="10" rx="3"></rect><line x1="0" x2="120" y1="8" y2="8"></line>
    <circle cx=${x(rtp)} cy="8" r="4.500"></circle>`}</svg>`;
}

/** The table of all games. */
export const gamesTable = ({games, since}) => html`<section class="card" aria-labelledby="returns">
  <h2 id="returns">Returns of the games</h2>
  <p class="dim">${since ? `Of the rounds this server settled since ${WHEN.format(new Date(since))}.` : ''}
    One game in 370 is outside of its band by chance.</p>
  <div class="scroll" tabindex="0" role="region" aria-label="Games"><table>
    <thead><tr><th scope="col">Game</th><th scope="col" class="number">RTP, theory</th><th scope="col" class="number">RTP, actual</th>
      <th scope="col" class="number">± 3 σ</th><th scope="col">Band</th><th scope="col" class="number">Rounds</th>
      <th scope="col" class="number">Staked</th><th scope="col" class="number">Paid</th><th scope="col">Verdict</th></tr></thead>
    <tbody>${games.map((game) => html`<tr data-game=${game.game}>
      <th scope="row">${game.name}</th>
      <td class="number">${should(game)}</td>
      <td class="number">${game.rtp == null ? '–' : percent(game.rtp)}</td>
      <td class="number">${game.sigma == null ? '–' : percent(SIGMAS * game.sigma)}</td>
      <td>${band(game)}</td>
      <td class="number">${count(game.rounds)}</td>
      <td class="number">${money(game.staked)}</td>
      <td class="number">${money(game.paid)}</td>
      <td class=${game.verdict === 'above' || game.verdict === 'below' ? 'loss' : game.verdict === 'early' ? 'dim' : ''}>${VERDICTS[game.verdict]}</td>
    </tr>`)}</tbody>
  </table></div>
</section>`;
