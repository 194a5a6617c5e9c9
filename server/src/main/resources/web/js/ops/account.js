// The staff member's own account: password and second factor.

import {html} from '/js/core/view.js';
import {FormPage, ROLES, desk} from '/js/ops/form.js';
import '/js/ops/credentials.js';

class DeskAccount extends FormPage {
  content() {
    const {username, role, operator} = desk.member;
    return html`<dl class="facts"><div><dt>Username</dt><dd>${username}</dd></div><div><dt>Role</dt><dd>${ROLES[role]}</dd></div>
        <div><dt>Access</dt><dd>${operator ?? 'all operators'}</dd></div></dl>
      <div class="columns">
        <second-factor></second-factor>
        <own-password></own-password>
      </div>`;
  }
}

customElements.define('desk-account', DeskAccount);
