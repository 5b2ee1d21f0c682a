/**
 * The parts that forms are made of. Ids and names are those that public scripts look for (fact
 * sheet 4.4); a page that drops one breaks them silently.
 */
import { type Html, html } from './html.ts';
import type { FlowView, PageError } from './page.ts';

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

/** What every form of a flow sends back. */
export function flowFields({ ctx, flowToken, canary }: FlowView): Html {
  return html`${[
    ...(ctx === undefined ? [] : [hidden('ctx', ctx)]),
    ...(flowToken === undefined ? [] : [hidden('flowToken', flowToken)]),
    hidden('canary', canary),
  ]}`;
}

/** For those who keep passwords: whose it is. Has to stand before the password. */
export function knownUser(name: string, userName: string): Html {
  return html`<input hidden type="text" name="${name}" value="${userName}" autocomplete="username" readonly>`;
}

/** Absent without an error, because scripts take its presence for one. */
export function errorArea(id: string, error: PageError | undefined): Html {
  return html`${
    error !== undefined &&
    html`<div class="error" id="${id}" role="alert" aria-live="assertive">${error.text}</div>`
  }`;
}

/** Attributes that tie a field to its error. */
export function describedBy(id: string, error: PageError | undefined): Html {
  return html`${error !== undefined && html`aria-invalid="true" aria-describedby="${id}"`}`;
}

export interface Choice {
  id: string;
  /**
   * A second id: an element has one, and scripts know some pages by two. A click on the label, by
   * hand or by `click()`, is a click on its button, without a script.
   */
  alsoId?: string;
  text: string;
  /** What the form sends when this button was the one. */
  name?: string;
  value?: string;
}

export function primaryButton(choice: Choice): Html {
  return renderButton('primary', choice);
}

export function secondaryButton(choice: Choice): Html {
  return renderButton('secondary', choice);
}

/** Within a label a button loses its name, because the label's text is the button: `aria-label`. */
function renderButton(look: string, { id, alsoId, text, name, value = '' }: Choice): Html {
  const sends = name !== undefined && html`name="${name}" value="${value}"`;
  const called = alsoId !== undefined && html`aria-label="${text}"`;
  const button = html`<button class="${look}" type="submit" id="${id}" ${sends} ${called}>${text}</button>`;
  if (alsoId === undefined) return button;
  return html`<label class="also" id="${alsoId}">${button}</label>`;
}

/** A name somebody chose: it cannot turn the text around it (right to left, overrides). */
export function isolated(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}
