"""Behavioural tests of a trained model: does it react to what matters, and to nothing else?

After Ribeiro, Wu, Guestrin and Singh (2020), Beyond Accuracy: Behavioral Testing of NLP Models with CheckList, ACL:
minimum functionality, invariance, directional expectations, and robustness against damaged text.
"""
