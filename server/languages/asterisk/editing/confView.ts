import type { Project, View } from '../../project.ts';
import type { ConfigTree } from '../config/parser.ts';

/** A file of Asterisk's configuration reader, with its module's interpretation: everything that these features need. */
export type ConfView = View<ConfigTree, { readonly project: Project<ConfigTree> }>;
