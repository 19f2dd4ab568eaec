package io.meltemi.ca.x509;

import java.math.BigInteger;
import java.security.PublicKey;

/**
 * What is to be signed: this key for these names, from when until when. The serial number is chosen
 * by the caller, at random: see {@link SerialNumbers}.
 */
public record LeafRequest(
    PublicKey key, SubjectNames names, Validity validity, BigInteger serial) {}
