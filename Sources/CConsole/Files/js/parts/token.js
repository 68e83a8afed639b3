import { h, nextID, toast } from '../dom.js';

// A fresh key in the forms that people paste. The proxy's address is the page's own.

function forms(key) {
  const encoded = key.encoded ?? btoa(`${key.id}:${key.api_key}`);
  const pair = `${key.id}:${key.api_key}`;
  const { origin, hostname, port } = location;
  const number = port || '443';
  return [
    ['Encoded', 'For the header "Authorization: ApiKey ...".', encoded],
    ['Beats', 'For output.elasticsearch.api_key of Beats and Elastic Agent.', pair],
    ['Logstash', 'For api_key of the elasticsearch output.', pair],
    ['JSON', 'The whole answer.', JSON.stringify({ id: key.id, name: key.name, api_key: key.api_key, encoded, expiration: key.expiration }, null, 2)],
    ['curl', 'For a shell.', `curl -H "Authorization: ApiKey ${encoded}" ${origin}/_security/_authenticate`],
    ['Python', 'For the official client.', `from elasticsearch import Elasticsearch\n\nclient = Elasticsearch("${origin}", api_key="${encoded}")`],
    // Its http output cannot write _bulk requests; the es output takes keys since 4.1.
    ['Fluent Bit', 'For an output of the type es, Fluent Bit 4.1 or newer.', `[OUTPUT]\n    Name               es\n    Match              *\n    Host               ${hostname}\n    Port               ${number}\n    Tls                On\n    Index              my-index\n    Suppress_Type_Name On\n    Http_Api_Key       ${encoded}`],
    ['Vector', 'For a sink of the type elasticsearch.', `[sinks.my_sink]\ntype = "elasticsearch"\ninputs = ["my_source"]\nendpoints = ["${origin}"]\nbulk.index = "my-index"\nrequest.headers.Authorization = "ApiKey ${encoded}"`],
  ];
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied.');
  } catch {
    toast('The browser does not allow copying. Select the text and copy it by hand.', true);
  }
}

/** The secret, which is shown this once. */
export function token(key, title) {
  const all = forms(key);
  const panel = nextID('form');
  const output = h('pre', { tabindex: '0', 'aria-label': 'The key in the chosen form' });
  const hint = h('p', { class: 'hint' });
  const tabs = all.map(([name], index) => h('button', { type: 'button', role: 'tab', id: nextID('tab'), 'aria-controls': panel, onclick: () => choose(index) }, name));
  const list = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Form of the key', onkeydown: move }, tabs);
  const box = h('div', { id: panel, role: 'tabpanel' }, h('div', { class: 'token' }, output, h('button', { type: 'button', onclick: () => copy(all[chosen][2]) }, 'Copy')), hint);
  let chosen = 0;
  function choose(index) {
    chosen = index;
    box.setAttribute('aria-labelledby', tabs[index].id);
    tabs.forEach((tab, at) => { tab.setAttribute('aria-selected', String(at === index)); tab.tabIndex = at === index ? 0 : -1; });
    output.textContent = all[index][2];
    hint.textContent = all[index][1];
  }
  function move(event) {
    const next = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose((next + all.length) % all.length);
    tabs[chosen].focus();
  }
  choose(0);
  return h('section', { class: 'card', 'aria-label': 'New secret' },
    h('div', { class: 'notice good' }, h('p', null, h('strong', null, title)), h('p', null, 'Copy it now: it is shown this once, and nobody can read it out of the proxy later.')),
    list,
    box);
}
