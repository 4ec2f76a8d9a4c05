"""What a text is made of, and how like two texts are."""

from hypothesis import given
from hypothesis import strategies as st

from engine.text import Corpus, grams, resemblance, score

texts = st.text(alphabet="停车场噪声夜间货车A3 ，。", max_size=40)


def test_a_text_is_the_pairs_of_its_neighbouring_characters() -> None:
    assert grams("夜间噪声") == ["夜间", "间噪", "噪声"]


def test_signs_and_blanks_end_a_run_and_words_and_numbers_stay_whole() -> None:
    assert grams("Ａ３区，噪声 PM2 好") == ["a3", "区", "噪声", "pm2", "好"]
    assert grams("……  ") == []


def test_what_stands_everywhere_tells_less_than_what_is_rare() -> None:
    corpus = Corpus({"噪声": 0.9, "限高": 0.01})
    assert corpus.weight("限高") > corpus.weight("从未") / 4 > corpus.weight("噪声")
    assert corpus.rarest(["噪声", "限高", "噪声"], 1) == ["限高"]


def test_the_text_that_says_it_scores_above_the_one_that_does_not() -> None:
    asked = grams("停车场货车噪声")
    near, far = grams("露天停车场的大货车夜里噪声很大"), grams("公园的路灯坏了")
    assert score(asked, near, Corpus()) > score(asked, far, Corpus()) == 0


@given(texts, texts)
def test_likeness_is_mutual_and_whole_only_for_the_same(one: str, other: str) -> None:
    shared = resemblance(grams(one), grams(other))
    assert shared == resemblance(grams(other), grams(one))
    assert 0 <= shared <= 1
    if grams(one):
        assert resemblance(grams(one), grams(one)) == 1
