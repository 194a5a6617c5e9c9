// The table of rounds that the lobby and the history page share, and what else moves a balance.

import {language, listed, t} from '/js/core/api.js';
import {GAMES, HELD, html, money, nothing, roundLink, signed, when} from '/js/core/view.js';

const TRANSACTIONS = {
  grant: t('Welcome bonus'),
  expiry: t('Closing of the account'),
  adjustment: t('Adjustment'),
  refill: t('Refill'),
};

/** What moves a balance besides rounds, as players and staff call it. */
export const transactionName = (kind) => TRANSACTIONS[kind] ?? kind;

const HELD_NAMES = listed(HELD.map((id) => (language === 'en' ? GAMES[id].toLowerCase() : GAMES[id])));

/** Why a balance may not follow from the one before it, where such rounds are listed. */
export const heldNote = (rounds) =>
  rounds.some(({game}) => HELD.includes(game))
    ? html`<p class="dim">${t('Wagers of {games} are taken when the bet is placed; their rounds are listed when they end, with the balance after the payout.', {games: HELD_NAMES})}</p>`
    : nothing;

const KINDS = {bet: t('bet'), win: t('win'), bet_and_win: t('bet and win'), rollback: t('bet taken back')};

/** A provider's transaction: there is no round of ours to look at. */
const elsewhere = (line) =>
  html`${line.providerName}: ${line.game} <span class="dim">${KINDS[line.kind] ?? line.kind}</span>`;

/** The rounds, newest first, with links to them. */
export const roundsTable = (rounds) => html`<div class="scroll" tabindex="0" role="region" aria-label=${t('Rounds')}>
  <table class="rounds">
    <thead>
      <tr>
        <th scope="col">${t('Game')}</th>
        <th scope="col">${t('Time')}</th>
        <th scope="col" class="number wide">${t('Wager')}</th>
        <th scope="col" class="number wide">${t('Payout')}</th>
        <th scope="col" class="number">${t('Net')}</th>
        <th scope="col" class="number wide">${t('Balance after')}</th>
      </tr>
    </thead>
    <tbody>
      ${rounds.map(
        (round) => html`<tr>
        <th scope="row">${round.provider ? elsewhere(round) : html`<a href=${roundLink(round.ref)}>${GAMES[round.game] ?? round.game}</a>`}</th>
        <td>${when(round.at)}</td>
        <td class="number wide">${money(round.stake)}</td>
        <td class="number wide">${money(round.payout)}</td>
        <td class="number ${round.payout > round.stake ? 'gain' : round.payout < round.stake ? 'loss' : ''}">
          ${signed(round.payout - round.stake)}
        </td>
        <td class="number wide">${money(round.balanceAfter)}</td>
      </tr>`,
      )}
    </tbody>
  </table>
</div>${heldNote(rounds)}`;
