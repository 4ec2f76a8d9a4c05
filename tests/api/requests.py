"""What citizens ask in these tests."""

NOISE = {
    "kind": "complaint",
    "title": "工厂夜间噪声",
    "text": "厂区风机整夜不停，影响睡眠",
    "place": {"street": "坪山街道", "community": "坪山社区", "address": "某某路 1 号"},
    "contact": {"name": "王小明", "phone": "13800138000"},
}
