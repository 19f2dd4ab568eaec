/**
 * Makes the CRDs of {@code charts/base} from what the decoders read: {@code make crds}.
 *
 * <p>What a decoder cannot say stands beside it in {@code schema/}: sentences for people, limits,
 * and rules between fields, each under the record's name. Both files have to fit the records
 * exactly, so a new field comes with its sentence and an old one leaves nothing behind.
 */
@NullMarked
package io.meltemi.translator.schema;

import org.jspecify.annotations.NullMarked;
