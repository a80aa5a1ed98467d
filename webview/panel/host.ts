/** What the components ask of the editor, and how a refusal is shown. */
import type { Channel } from '../../src/protocol/channel';
import type { panelHostSide, RequestParams } from '../../src/protocol/messages';

export type PanelChannel = Channel<typeof panelHostSide>;
export type PanelCommand = RequestParams<typeof panelHostSide, 'panel/command'>['command'];

/** A person's reading of a failed request. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/^internal: /, 'A fault in Sequence Lab: ');
