import { h } from './dom.js';
import * as api from './api.js';
import { signInView, signInAgain } from './views/signin.js';
import { shell, show } from './shell.js';

const app = document.getElementById('app');

async function start(isNew) {
  api.forget();
  const session = isNew ? api.current() : await api.resume();
  if (!session) {
    app.replaceChildren(signInView(() => start(true)));
    document.title = 'Sign in · Keyward';
    return;
  }
  app.replaceChildren(await shell(session, () => start(true)));
  await show();
}

api.onEnded(async () => {
  const goesOn = await signInAgain(api.current());
  if (goesOn) api.forget();
  return goesOn;
});
addEventListener('signedout', () => start(true));
addEventListener('hashchange', () => { if (api.current()) show(); });
start(false).catch((error) => app.replaceChildren(h('p', { class: 'notice bad' }, error.message)));
