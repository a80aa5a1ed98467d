import { expect, it } from 'vitest';
import { panelHtml } from './panelHtml';

const page = { cspSource: 'https://csp.example', scriptUri: 'https://a/panel.js?x="1"', styleUri: 'https://a/panel.css', nonce: 'N0nce', title: '<Training>' } as const;
const policyOf = (html: string): string => /Content-Security-Policy" content="([^"]*)"/.exec(html)![1].replaceAll('&#39;', "'");

it('lets nothing run but the bundle', () => {
  const policy = policyOf(panelHtml(page));
  expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-N0nce';/);
  expect(policy).not.toMatch(/unsafe|\*|https:(?!\/\/csp\.example)/);
  expect(panelHtml(page).match(/<script\b/g)).toHaveLength(1);
  expect(panelHtml(page)).not.toMatch(/ style=| on\w+=/);
});

it('escapes what it is given', () => {
  expect(panelHtml(page)).toContain('<title>&#60;Training&#62;</title>');
  expect(panelHtml(page)).toContain('src="https://a/panel.js?x=&#34;1&#34;"');
});
