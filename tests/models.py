"""Tiny models with random weights, of each kind that the settings can name."""

from __future__ import annotations

import json

from qa_bot.config import DEFAULT_MODEL
from qa_bot.models.locating import find_model

SIZES = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 130,
}
BERT_VOCABULARY = 30_522


def bert_tokenizer():
    """The packaged model's word pieces."""
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast.from_pretrained(
        str(find_model(DEFAULT_MODEL)), model_max_length=128
    )


def roberta_tokenizer():
    """Byte pairs of one text, with two separators between two texts and no token types."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    own = Tokenizer(models.BPE())
    own.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    own.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    own.train_from_iterator(["The town mends the roads. When was it? In May."] * 5, trainer)
    own.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    return PreTrainedTokenizerFast(
        tokenizer_object=own,
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=128,
        model_input_names=["input_ids", "attention_mask"],
    )


def save(folder, model, tokenizer):
    """One network of transformers, with its tokenizer."""
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def make_span_reader(folder, kind="bert"):
    """An extractive question-answering model."""
    import torch
    from transformers import (
        BertConfig,
        BertForQuestionAnswering,
        RobertaConfig,
        RobertaForQuestionAnswering,
    )

    torch.manual_seed(4)
    if kind == "bert":
        config = BertConfig(vocab_size=BERT_VOCABULARY, **SIZES)
        return save(folder, BertForQuestionAnswering(config), bert_tokenizer())
    tokenizer = roberta_tokenizer()
    config = RobertaConfig(
        vocab_size=len(tokenizer), type_vocab_size=1, pad_token_id=1, bos_token_id=0, **SIZES
    )
    return save(folder, RobertaForQuestionAnswering(config), tokenizer)


def make_cross_encoder(folder, scores=1):
    """A network with so many scores for a pair."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(4)
    config = BertConfig(vocab_size=BERT_VOCABULARY, num_labels=scores, **SIZES)
    return save(folder, BertForSequenceClassification(config), bert_tokenizer())


def make_encoder(folder, kind="bert", pooling="mean", max_tokens=64, prompts=None, default=None):
    """A sentence-transformers model.

    Args:
        folder: where it goes.
        kind: `bert`, `roberta` or `mpnet`.
        pooling: `mean` or `cls`.
        max_tokens: its own limit.
        prompts: what its files say stands before texts, by name.
        default: which of them stands before texts of any kind.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import (
        BertConfig,
        BertModel,
        MPNetConfig,
        MPNetModel,
        RobertaConfig,
        RobertaModel,
    )

    torch.manual_seed(4)
    tokenizer = bert_tokenizer() if kind == "bert" else roberta_tokenizer()
    models = {
        "bert": (BertConfig, BertModel),
        "roberta": (RobertaConfig, RobertaModel),
        "mpnet": (MPNetConfig, MPNetModel),
    }
    make_config, make_model = models[kind]
    config = make_config(vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id, **SIZES)
    inner = save(folder / "network", make_model(config), tokenizer)
    network = Transformer(str(inner), max_seq_length=max_tokens)
    pooled = Pooling(SIZES["hidden_size"], pooling_mode=pooling)
    SentenceTransformer(modules=[network, pooled, Normalize()], device="cpu").save(str(folder))
    if prompts is not None:
        path = folder / "config_sentence_transformers.json"
        config = json.loads(path.read_text())
        path.write_text(json.dumps(config | {"prompts": prompts, "default_prompt_name": default}))
    return folder
