// A blackjack round as a picture, and the same round from its seeds and the player's actions.

import {html, money, nothing} from '/js/core/view.js';
import {handsPicture, outcomeWords} from '/js/parts/cards.js';

export const picture = ({bet, result}) => html`
  <p class="result"><b>${outcomeWords(result)}</b></p>
  ${handsPicture(result)}
  <p>${bet.actions.length ? `You chose: ${bet.actions.join(', ')}.` : 'The cards decided at once.'}
    ${bet.byRule ? `The last ${bet.byRule === 1 ? 'one was' : `${bet.byRule} were`} taken by the rule for unfinished hands.` : nothing}
    ${result.insurance ? `Insurance of ${money(result.insurance)}.` : nothing}</p>`;

export async function recompute({bet, result, stake, payout}, _facts, draws) {
  const {playRound} = await import('/js/games/blackjack-rules.js');
  const mine = await playRound(bet, draws).catch((impossible) => ({impossible}));
  if (mine.impossible) {
    return [{name: 'The actions', lines: [mine.impossible.message], ok: false}];
  }
  const same = (one, other) =>
    one.cards.join() === other.cards.join() && one.total === other.total && one.soft === other.soft;
  const words = (name, {cards, total, soft}) => `${name}: ${cards.join(' ')}, ${soft ? 'soft ' : ''}${total}`;
  const {hands} = mine.result;
  return [
    {
      name: 'The dealer’s cards',
      lines: [words('Dealer', mine.result.dealer)],
      ok: same(mine.result.dealer, result.dealer),
    },
    {
      name: 'Your cards, by your actions',
      lines: [
        `Actions: ${bet.actions.join(', ') || 'none'}`,
        ...hands.map((hand, index) => words(`Hand ${index + 1}`, hand)),
      ],
      ok: hands.length === result.hands.length && hands.every((hand, index) => same(hand, result.hands[index])),
    },
    {
      name: 'What each hand pays',
      lines: [
        ...hands.map(
          (hand, index) => `Hand ${index + 1}: ${money(hand.stake)} ${hand.state}, pays ${money(hand.payout)}`,
        ),
        ...(mine.result.insurance ? [`Insurance of ${money(mine.result.insurance)}`] : []),
        `Total wager ${money(mine.result.stake)}, payout ${money(mine.payout)}`,
      ],
      ok:
        mine.payout === payout &&
        mine.result.stake === stake &&
        mine.result.insurance === result.insurance &&
        hands.every(
          (hand, index) => hand.state === result.hands[index]?.state && hand.payout === result.hands[index].payout,
        ),
    },
  ];
}
