import type { View } from '../../../project.ts';
import type { ConfigTree } from '../../config/parser.ts';
import type { PjsipConf } from '../model/model.ts';

/** A file of a pjsip.conf with the model of everything that is read with it. */
export type PjsipView = View<ConfigTree, PjsipConf>;
