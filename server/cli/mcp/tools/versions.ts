import { z } from 'zod';

/** The versions of the servers, for tools that read configurations. */
export const versionInput = {
  asterisk: z.string().optional().describe('version of Asterisk, such as 18'),
  opensips: z
    .string()
    .optional()
    .describe('version of OpenSIPS, such as 3.4; by default detected from the script'),
  flexisip: z
    .string()
    .optional()
    .describe('version of Flexisip, such as 2.5; by default detected from the file'),
};

export const versionOptions = { asterisk: '--asterisk', opensips: '--opensips' } as const;
