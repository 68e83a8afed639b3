import { h, field, check } from '../dom.js';
import * as api from '../api.js';
import { act } from '../shell.js';
import { exact } from '../format.js';
import { head, back } from '../parts/state.js';
import { jsonField } from '../parts/editor.js';
import { restriction } from '../parts/restriction.js';
import { limitsForm } from '../parts/limits.js';
import { token } from '../parts/token.js';

export async function view() {
  const session = api.current();
  const place = h('div');
  const name = h('input', { required: true, maxlength: '256', autocomplete: 'off', spellcheck: 'false' });
  const days = h('input', { type: 'number', min: '1', max: '36500', value: '90', inputmode: 'numeric' });
  const ends = check('The key expires after a time', { checked: true, onchange: showEnd });
  const endsBox = ends.querySelector('input');
  const nameField = field('Name', name, 'What is this key used for?');
  const daysField = field('Lifetime in days', days, '');
  const end = daysField.querySelector('.hint') ?? daysField.appendChild(h('p', { class: 'hint' }));
  const restricted = restriction();
  const limits = limitsForm();
  const metadata = jsonField('Metadata', '', 'A JSON object of your own, e.g. {"team": "shop"}. Leave it empty for none.');
  const fault = h('div', { class: 'notice bad', role: 'alert', hidden: true });
  const submit = h('button', { class: 'primary' }, 'Create API key');

  function showEnd() {
    daysField.hidden = !endsBox.checked;
    const number = Number(days.value);
    const isRight = Number.isInteger(number) && number >= 1 && number <= 36500;
    daysField.complain(endsBox.checked && !isRight ? 'Enter a whole number of days, at least 1.' : null);
    end.textContent = isRight ? `It will expire on ${exact(Date.now() + number * 864e5)}.` : '';
    return !endsBox.checked || isRight;
  }
  days.addEventListener('input', showEnd);
  showEnd();

  async function send(event) {
    event.preventDefault();
    fault.hidden = true;
    nameField.complain(name.value.trim() ? null : 'Enter a name.');
    const descriptors = restricted.read();
    const extra = metadata.read();
    const held = limits.read();
    if (!name.value.trim() || !showEnd() || descriptors === null || extra === null || held === null) {
      const wrong = place.querySelector('[aria-invalid]');
      wrong?.closest('details')?.setAttribute('open', '');
      wrong?.focus();
      return;
    }
    const key = { name: name.value.trim() };
    if (endsBox.checked) key.expiration = `${Number(days.value)}d`;
    if (Object.keys(descriptors).length) key.role_descriptors = descriptors;
    if (Object.keys(extra).length) key.metadata = extra;
    if (Object.keys(held).length) key._keyward = { limits: held };
    submit.textContent = 'Creating API key…';
    submit.disabled = true;
    try {
      const made = await api.call('POST', '/_security/api_key', key);
      place.replaceChildren(head(h('h1', { tabindex: '-1' }, 'Your new key')), token(made, `Created the API key "${made.name}".`),
        h('div', { class: 'actions' }, h('a', { class: 'button', href: `#/keys/${api.part(made.id)}` }, 'Look at the key'), h('a', { class: 'button', href: '#/keys' }, 'All keys')));
      place.querySelector('h1').focus();
    } catch (error) {
      fault.replaceChildren(h('p', null, h('strong', null, 'The key could not be created.')), h('p', null, error.message));
      fault.hidden = false;
      fault.scrollIntoView({ block: 'center' });
    } finally {
      submit.textContent = 'Create API key';
      submit.disabled = false;
    }
  }

  place.append(back('#/keys', 'API keys'), head('Create an API key', `It acts on behalf of ${session.username}, and never has more rights than that account has now.`),
    h('form', { class: 'form', novalidate: true, onsubmit: send }, fault,
      h('section', { class: 'card' }, nameField, ends, daysField),
      restricted.element,
      h('details', { class: 'card fold' }, h('summary', null, h('h2', null, 'Limits'), h('span', { class: 'muted small' }, 'How much the key may use; none unless you set them')), limits.element),
      h('details', { class: 'card fold' }, h('summary', null, h('h2', null, 'Metadata'), h('span', { class: 'muted small' }, 'Notes of your own, kept with the key')), metadata),
      h('div', { class: 'actions' }, submit, h('a', { class: 'button', href: '#/keys' }, 'Cancel'))));
  return place;
}
