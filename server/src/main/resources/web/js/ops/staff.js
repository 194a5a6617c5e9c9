// Staff: accounts created, given a new password, let in again without their second factor, disabled.

import {ops} from '/js/core/api.js';
import {html, nothing, when} from '/js/core/view.js';
import {FormPage, ROLES, desk, loadOperators, operatorName} from '/js/ops/form.js';

/** The account that stands for `./pitboss` in requests and approvals. */
const COMMAND_LINE = 'command-line';

const CANNOT = html`<span class="dim">cannot sign in</span>`;

class StaffPage extends FormPage {
  constructor() {
    super();
    this.staff = [];
    this.operators = [];
    this.chosen = null;
  }

  async load() {
    const [{staff}, operators] = await Promise.all([ops('GET', '/staff'), loadOperators()]);
    this.staff = staff;
    this.operators = operators;
    this.requestUpdate();
  }

  #create = this.submit('create', async ({username, password, role, operator}) => {
    await ops('POST', '/staff', {username, password, role, ...(operator ? {operator} : {})});
    return `Account ${username} created. At the first sign-in the password must be changed.`;
  });

  #choose(account, id) {
    return async () => {
      this.chosen = account;
      this.requestUpdate();
      await this.updateComplete;
      this.asks(id)();
    };
  }

  content() {
    return html`${this.#table()}${this.refusal('one')}${desk.changes ? html`${this.#form()}${this.chosen ? this.#dialogs() : nothing}` : nothing}`;
  }

  #table() {
    return html`<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="Accounts"><table>
      <thead><tr><th scope="col">Username</th><th scope="col">Role</th><th scope="col">Access</th><th scope="col">Second factor</th>
        <th scope="col">Password</th><th scope="col">Cannot approve requests by</th><th scope="col">Since</th>${desk.changes ? html`<th scope="col">Actions</th>` : nothing}</tr></thead>
      <tbody>${this.staff.map(
        (account) => html`<tr data-account=${account.username}>
        <th scope="row">${account.username}${account.username === COMMAND_LINE ? html` <span class="tag">system: ./pitboss commands</span>` : account.disabled ? html` <span class="tag bad">disabled</span>` : nothing}</th>
        <td>${ROLES[account.role]}</td><td>${account.operator ? operatorName(account.operator) : 'All operators'}</td>
        <td>${account.username === COMMAND_LINE ? CANNOT : account.secondFactor ? html`<span class="tag good">✓ set</span>` : html`<span class="dim">not set</span>`}</td>
        <td>${account.username === COMMAND_LINE ? CANNOT : account.mustChangePassword ? html`<span class="tag">temporary</span>` : html`<span class="dim">set by user</span>`}</td>
        <td>${account.controllers.length ? account.controllers.join(', ') : html`<span class="dim">–</span>`}</td>
        <td>${when(account.createdAt)}</td>
        ${desk.changes ? html`<td>${this.#actions(account)}</td>` : nothing}
      </tr>`,
      )}</tbody></table></div></div>`;
  }

  #actions(account) {
    if (account.username === desk.member.username) {
      return html`<a href="/ops-account.html">Your account</a>`;
    }
    return account.disabled
      ? nothing
      : html`<div class="actions">
      ${account.controllers.length && !account.controllers.includes(desk.member.username) ? html`<button type="button" data-action="confirm" @click=${this.#choose(account, 'confirm')}>Confirm<span class="hidden"> ${account.username}</span></button>` : nothing}
      <button type="button" data-action="new-password" @click=${this.#choose(account, 'new-password')}>New password<span class="hidden"> for ${account.username}</span></button>
      ${account.secondFactor ? html`<button type="button" data-action="reset-factor" @click=${this.#choose(account, 'reset-factor')}>Reset second factor<span class="hidden"> of ${account.username}</span></button>` : nothing}
      <button type="button" class="danger" data-action="disable" @click=${this.#choose(account, 'disable')}>Disable<span class="hidden"> ${account.username}</span></button></div>`;
  }

  #form() {
    const others = this.operators.map(({code, name}) => [code, name]);
    return html`<form class="card" data-place="create" @submit=${this.#create} aria-labelledby="create">
      <h2 id="create">Create an account</h2>
      <p class="dim">A member whose account was created or reset by a colleague of the same operator cannot approve that colleague\u2019s requests until an independent member confirms the account.</p>
      <div class="fields">
        ${this.field('create', 'username', 'Username', {hint: 'a-z, 0-9 and . _ -, starting with a letter.', required: true})}
        ${this.field('create', 'password', 'First password', {type: 'password', autocomplete: 'new-password', hint: '12 characters or more.', required: true})}
        ${this.choice(
          'create',
          'role',
          'Role',
          [
            ['auditor', 'Auditor: reads everything'],
            ['manager', 'Manager: reads and changes'],
          ],
          null,
        )}
        ${desk.ofPlatform ? this.choice('create', 'operator', 'Access', [['', 'All operators'], ...others], '') : nothing}
      </div>
      ${this.refusal('create')}
      <button class="action" data-action="create" ?disabled=${this.busy}>Create account</button>
    </form>`;
  }

  #dialogs() {
    const name = this.chosen.username;
    const path = `/staff/${name}`;
    return html`
      ${this.ask('new-password', `A new password for ${name}`, {
        place: 'one',
        words: 'All sessions of the account end. The member must choose another one at the next sign-in.',
        yes: 'Set it',
        said: `${name} has a new password.`,
        form: this.field('one', 'password', 'New password', {
          type: 'password',
          autocomplete: 'new-password',
          hint: '12 characters or more.',
          required: true,
        }),
        work: ({password}) => ops('POST', `${path}/password`, {password}).then(() => undefined),
      })}
      ${this.ask('reset-factor', `Reset the second factor of ${name}?`, {
        place: 'one',
        words:
          'For a lost second factor: verify the member’s identity first. Until a new one is set up, the password alone is enough to sign in.',
        yes: 'Yes, reset it',
        said: `Second factor of ${name} reset.`,
        danger: true,
        work: () => ops('DELETE', `${path}/second-factor`).then(() => undefined),
      })}
      ${this.ask('confirm', `Confirm ${name}?`, {
        place: 'one',
        words: `${this.chosen.controllers.join(', ')} created or reset this account, so it does not count as a second person beside them. Confirm that only this member can use it: verify the member\u2019s identity, and that the password was changed since.`,
        yes: 'Yes, confirm',
        said: `${name} confirmed.`,
        work: () => ops('POST', `${path}/confirm`, {}).then(() => undefined),
      })}
      ${this.ask('disable', `Disable ${name}?`, {
        place: 'one',
        words: 'Its sessions end, and the account can no longer sign in. This cannot be undone.',
        yes: 'Yes, disable it',
        said: `${name} disabled.`,
        danger: true,
        work: () => ops('DELETE', path).then(() => undefined),
      })}`;
  }
}

customElements.define('staff-page', StaffPage);
