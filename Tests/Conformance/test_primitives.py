"""The primitives that vesper_format.py builds itself, against published vectors and libsodium."""

import ctypes
import ctypes.util
import unittest

import chacha20
import state_format as sf
import vesper_format as vf

LIBSODIUM = ctypes.util.find_library("sodium")


class PublishedVectors(unittest.TestCase):
    def test_hchacha20_gives_the_subkey_of_the_xchacha_draft(self):
        # draft-irtf-cfrg-xchacha-03, 2.2.1
        block = bytes.fromhex("000000090000004a0000000031415927")
        self.assertEqual(
            chacha20.hchacha20(bytes(range(32)), block).hex(),
            "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc")

    def test_a_chacha20_block_is_that_of_rfc_8439(self):
        # RFC 8439, 2.3.2
        tail = bytes.fromhex("01000000000000090000004a00000000")
        self.assertEqual(
            chacha20.chacha20_block(bytes(range(32)), tail).hex(),
            "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
            "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e")

    def test_a_poly1305_tag_is_that_of_rfc_8439(self):
        # RFC 8439, 2.5.2
        key = bytes.fromhex("85d6be7857556d337f4452fe42d506a8"
                            "0103808afb0db2fd4abff6af4149f51b")
        self.assertEqual(chacha20.poly1305(key, b"Cryptographic Forum Research Group").hex(),
                         "a8061dc1305136c6c22b8baf0c0127a9")

    def test_the_secret_key_is_the_start_of_the_hashed_seed(self):
        import hashlib
        from nacl.bindings import crypto_scalarmult_base
        ada = vf.Identity(bytes(range(32)), "Ada")
        public, secret = ada.x25519
        self.assertEqual(secret, hashlib.sha512(vf.KDF(ada.secret, 1)).digest()[:32])
        self.assertEqual(public, crypto_scalarmult_base(secret))

    def test_labels_are_sixteen_bytes(self):
        words = ("vault partner public identity name recovery ownslot boxslot core cellkey commit "
                 "header digest chain mac machine state").split()
        for word in words:
            self.assertEqual(len(vf.label(f"vesper1 {word}")), 16)


@unittest.skipUnless(LIBSODIUM, "the system has no libsodium to compare with")
class AgainstLibsodium(unittest.TestCase):
    def setUp(self):
        self.library = ctypes.CDLL(LIBSODIUM)
        self.assertGreaterEqual(self.library.sodium_init(), 0)

    def test_box_is_crypto_box_curve25519xchacha20poly1305_easy(self):
        ada, noor = vf.Identity(b"a" * 32, "Ada"), vf.Identity(b"n" * 32, "Noor")
        nonce = bytes(range(24))
        for size in (0, 1, 31, 32, 33, 64, 80, 200):
            message = bytes(n * 7 % 256 for n in range(size))
            out = ctypes.create_string_buffer(size + 16)
            done = self.library.crypto_box_curve25519xchacha20poly1305_easy(
                out, message, ctypes.c_ulonglong(size), nonce, noor.x25519[0], ada.x25519[1])
            self.assertEqual(done, 0)
            self.assertEqual(vf.BOX(nonce, message, noor.x25519[0], ada.x25519[1]), out.raw)
            self.assertEqual(vf.BOX_open(nonce, out.raw, ada.x25519[0], noor.x25519[1]), message)
            self.assertEqual(vf.BOX_open(nonce, out.raw, noor.x25519[0], ada.x25519[1]), message)

    def test_kdf_is_crypto_kdf_derive_from_key(self):
        key = bytes(range(32))
        for n in range(1, 6):
            out = ctypes.create_string_buffer(32)
            done = self.library.crypto_kdf_derive_from_key(
                out, ctypes.c_size_t(32), ctypes.c_uint64(n), b"vesperid", key)
            self.assertEqual((done, vf.KDF(key, n)), (0, out.raw))

    def test_a_public_key_of_low_order_opens_nothing(self):
        own = vf.Identity(b"a" * 32, "Ada").x25519[1]
        for point in (bytes(32), b"\x01" + bytes(31)):
            self.assertIsNone(vf.BOX_open(bytes(24), bytes(96), point, own))


class RecoveryCode(unittest.TestCase):
    secret = bytes(range(101, 133))

    def test_a_code_gives_its_secret_back_however_it_is_typed(self):
        code = sf.recovery_code(self.secret)
        self.assertEqual(len(code.split("-")), 14)
        loose = code.replace("-", " ").lower().replace("1", "l").replace("0", "o")
        for typed in (code, loose, code.replace("1", "I")):
            self.assertEqual(sf.recovered_secret(typed), self.secret)

    def test_each_wrong_symbol_names_its_group(self):
        code = sf.recovery_code(self.secret).replace("-", "")
        for at in range(70):
            for symbol in sf.SYMBOLS.replace(code[at], ""):
                with self.assertRaisesRegex(ValueError, f"group {at // 5 + 1} is"):
                    sf.recovered_secret(code[:at] + symbol + code[at + 1 :])

    def test_exchanged_symbols_and_exchanged_groups_are_found(self):
        groups = sf.recovery_code(self.secret).split("-")
        for g, group in enumerate(groups):
            for a in range(5):
                for b in range(a):
                    swapped = list(group)
                    swapped[a], swapped[b] = swapped[b], swapped[a]
                    if "".join(swapped) == group:
                        continue
                    typed = "-".join([*groups[:g], "".join(swapped), *groups[g + 1 :]])
                    with self.assertRaisesRegex(ValueError, f"group {g + 1} is"):
                        sf.recovered_secret(typed)
            for other in range(g):
                moved = list(groups)
                moved[g], moved[other] = moved[other], moved[g]
                if moved != groups:
                    with self.assertRaisesRegex(ValueError, f"group {other + 1} is"):
                        sf.recovered_secret("-".join(moved))

    def test_groups_of_two_codes_do_not_mix(self):
        mine = sf.recovery_code(self.secret).split("-")
        theirs = sf.recovery_code(bytes(32)).split("-")
        with self.assertRaisesRegex(ValueError, "belong together"):
            sf.recovered_secret("-".join([*theirs[:3], *mine[3:]]))


if __name__ == "__main__":
    unittest.main()
