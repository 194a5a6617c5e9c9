// Changing the own password; also required after signing in by a password set by another member.

import {ops} from '/js/core/api.js';
import {html, nothing} from '/js/core/view.js';
import {FormPage, desk} from '/js/ops/form.js';

class OwnPassword extends FormPage {
  /** Also open while only setting up a second factor is permitted. */
  get open() {
    return Boolean(desk.member);
  }

  #change = this.submit('password', async ({current, password, code}) => {
    const {username, secondFactor} = desk.member;
    await ops('POST', `/staff/${username}/password`, {current, password, ...(code ? {code} : {})});
    // the code of a second factor is good once, so its owner signs in again
    const signedIn = secondFactor ? null : await ops('POST', '/session', {username, password}).catch(() => null);
    desk.is(signedIn?.staff ?? null);
  }, '');

  render() {
    const {mustChangePassword, secondFactor, username} = desk.member ?? {};
    return html`<form class="card" data-place="password" @submit=${this.#change} aria-labelledby="own-password">
      <h2 id="own-password">${mustChangePassword ? 'Choose your own password' : 'Password'}</h2>
      <p class="dim">${mustChangePassword ? 'The password you signed in with was set by another member. Choose a new one that only you know to continue.' : 'All your other sessions end.'}</p>
      <input type="hidden" name="username" autocomplete="username" value=${username ?? ''} />
      ${this.field('password', 'current', 'Current password', {type: 'password', autocomplete: 'current-password', required: true})}
      ${this.field('password', 'password', 'New password', {type: 'password', autocomplete: 'new-password', hint: '12 characters or more.', required: true})}
      ${secondFactor ? this.field('password', 'code', 'Code of your second factor', {autocomplete: 'one-time-code', required: true}) : nothing}
      ${this.refusal('password')}
      <button class=${mustChangePassword ? 'action' : ''} data-action="change-password" ?disabled=${this.busy}>Change the password</button>
    </form>`;
  }
}

customElements.define('own-password', OwnPassword);
