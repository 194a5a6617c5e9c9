// One's own account here: the password and the second factor.

import {ops} from '/js/core/api.js';
import {html} from '/js/core/view.js';
import {FormPage, desk} from '/js/ops/form.js';
import '/js/ops/second-factor.js';

class DeskAccount extends FormPage {
  #password = this.submit('password', async ({current, password, code}) => {
    await ops('POST', `/staff/${desk.member.username}/password`, {current, password, ...(code ? {code} : {})});
    await desk.look();
  }, '');

  content() {
    const {username, role, operator, secondFactor} = desk.member;
    return html`<dl class="facts"><div><dt>User name</dt><dd>${username}</dd></div><div><dt>Role</dt><dd>${role}</dd></div>
        <div><dt>Works for</dt><dd>${operator ?? 'the platform'}</dd></div></dl>
      <div class="columns">
        <second-factor></second-factor>
        <form class="card" data-place="password" @submit=${this.#password} aria-labelledby="own-password">
          <h2 id="own-password">Password</h2>
          <p class="dim">All your sessions end, this one too; sign in with the new one.</p>
          ${this.field('password', 'current', 'Current password', {type: 'password', autocomplete: 'current-password', required: true})}
          ${this.field('password', 'password', 'New password', {type: 'password', autocomplete: 'new-password', hint: '12 characters or more.', required: true})}
          ${secondFactor ? this.field('password', 'code', 'Code of your second factor', {autocomplete: 'one-time-code', required: true}) : ''}
          ${this.refusal('password')}
          <button data-action="change-password" ?disabled=${this.busy}>Change the password</button>
        </form>
      </div>`;
  }
}

customElements.define('desk-account', DeskAccount);
