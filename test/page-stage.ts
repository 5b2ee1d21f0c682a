/**
 * Shows rendered pages in Chromium under an address that only Playwright answers, so that a test
 * sees what a page asks for: its forms arrive in `posts`, everything else it loads in `loads`.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page as Tab } from 'playwright-core';
import { expect } from 'vitest';
import { renderLone } from '../mock-entra/pages/fixture-pages.ts';
import type { Page } from '../mock-entra/pages/page.ts';

const ORIGIN = 'https://login.lab.test';

export interface Post {
  url: string;
  fields: Readonly<Record<string, string>>;
}

export interface Stage {
  tab: Tab;
  /** What the console and the page's errors said. */
  said: string[];
  posts: Post[];
  loads: string[];
  /** Answers of JSON calls, by path. */
  answers: Map<string, unknown>;
  show(page: Page): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function createStage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Stage> {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, ...options });
  const tab = await context.newPage();
  const record = { said: [] as string[], posts: [] as Post[], loads: [] as string[] };
  const answers = new Map<string, unknown>();
  let shown: Page | undefined;
  tab.on('console', (message) => record.said.push(message.text()));
  tab.on('pageerror', (error) => record.said.push(error.message));
  await answerAll(context, record, answers, () => shown);
  return {
    ...record,
    tab,
    answers,
    async show(page) {
      shown = page;
      for (const list of Object.values(record)) list.length = 0;
      await tab.goto(`${ORIGIN}/`);
      // The browser gives the focus a moment later; keys pressed before that are lost.
      if (/ autofocus/.test(renderLone(page).body)) await tab.locator(':focus').waitFor();
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

function answerAll(
  context: BrowserContext,
  { posts, loads }: Pick<Stage, 'posts' | 'loads'>,
  answers: Stage['answers'],
  shown: () => Page | undefined,
): Promise<unknown> {
  return context.route('**/*', async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    const answer = answers.get(url.pathname);
    if (answer !== undefined) return route.fulfill({ json: answer });
    if (request.method() === 'POST') {
      const fields = Object.fromEntries(new URLSearchParams(request.postData() ?? ''));
      posts.push({ url: request.url(), fields });
      return route.fulfill({ contentType: 'text/html', body: '<title>arrived</title>' });
    }
    if (request.url() !== `${ORIGIN}/`) {
      loads.push(request.url());
      return route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' });
    }
    const { status, headers, body } = renderLone(shown());
    return route.fulfill({ status, headers: { ...headers }, body });
  });
}

/** Until the form of the page has been sent. */
export async function sent({ tab, posts }: Stage): Promise<Post> {
  await expect.poll(() => tab.title(), { timeout: 10_000 }).toBe('arrived');
  const [post] = posts;
  if (!post) throw new Error('nothing was sent');
  return post;
}
