// The casino's shoe again, in the browser: decks shuffled as they are dealt, from a round's draws.

const RANKS = ['2', '3', '4', '5', '6', '7', '8', '9', '10', 'J', 'Q', 'K', 'A'];
const SUITS = ['♦', '♥', '♠', '♣'];
const DECK = RANKS.length * SUITS.length;

/** Position i holds card i mod 52 at first; with n cards left the next is at `draw below n`, and the last takes its place. */
export class Shoe {
  constructor(decks, draws) {
    this.draws = draws;
    this.cards = Array.from({length: decks * DECK}, (_, i) => i % DECK);
  }

  async deal() {
    const position = await this.draws.below(this.cards.length);
    const card = this.cards[position];
    const last = this.cards.pop();
    if (position < this.cards.length) {
      this.cards[position] = last;
    }
    return RANKS[Math.floor(card / SUITS.length)] + SUITS[card % SUITS.length];
  }
}
