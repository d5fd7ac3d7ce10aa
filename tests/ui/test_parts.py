"""Components as a template draws them."""

from datetime import datetime, timedelta

import pytest
from django import forms
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from motcua.ui.formats import LOCAL
from motcua.ui.inputs import DayField, Form, LineField
from motcua.ui.paging import Page

NOW = datetime(2026, 11, 20, 10, 15, tzinfo=LOCAL)
ATTACK = '"><script>alert(1)</script>'


def draw(text, request=None, **values):
    template = Template("{% load ui %}" + text)
    return template.render(RequestContext(request, values) if request else Context(values))


class Small(Form):
    name = LineField(label="Họ và tên", help_text="Như trong căn cước")
    born = DayField(label="Ngày sinh", required=False)
    means = forms.ChoiceField(
        label="Trả kết quả", choices=[("a", "Tại quầy"), ("b", "Tại nhà")], widget=forms.RadioSelect
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    "call",
    [
        "{% tag 'late' x %}",
        "{% code x %}",
        "{% code x url=x %}",
        "{% clamp x %}",
        "{% button x %}",
        "{% button 'a' url=x %}",
        "{% button 'a' spoken=x %}",
        "{% icon 'x' label=x %}",
        "{% kv items %}",
        "{% crumbs items %}",
        "{% tasklist todo %}",
        "{% answers items %}",
        "{% route items %}",
        "{% legend items %}",
        "{% tabs pairs label=x %}",
        "{% stats items label=x %}",
        "{% card x %}{{ x }}{% endcard %}",
        "{% banner 'late' x %}{% endbanner %}",
        "{% dialog 'a' x %}{% enddialog %}",
        "{% nothing x %}{% endnothing %}",
        "{% explain lines %}",
        "{% timeline events %}",
        "{% queue_number x x x %}",
        "{% side_menu menu %}",
        "{% phone_bar menu %}",
        "{% progress x 1 2 %}",
        "{% line_chart x lines series %}",
        "{% column_chart x groups pairs %}",
        "{% year_chart x lines pair pair marked_name=x unit=x %}",
    ],
)
def test_text_never_becomes_markup(call):
    items = [(ATTACK, ATTACK, ATTACK, ATTACK)]
    menu = [{"label": ATTACK, "url": ATTACK, "group": ATTACK}]
    drawn = draw(
        call,
        x=ATTACK,
        items=items,
        pairs=[("", ATTACK)],
        todo=[(ATTACK, ATTACK, "new", ATTACK)],
        lines=[ATTACK],
        events=[(NOW, ATTACK, "new", ATTACK)],
        menu=menu,
        series=[(ATTACK, [1])],
        pair=(ATTACK, [1]),
        groups=[(ATTACK, [[("", 1)]])],
    )
    assert "<script" not in drawn
    assert "&lt;script" in drawn or "%3Cscript" in drawn


def test_a_wrong_argument_is_found_when_the_template_is_compiled():
    with pytest.raises(TemplateSyntaxError):
        draw("{% tag 'late' 'x' colour='red' %}")
    with pytest.raises(TypeError, match="onclick"):
        draw("{% button 'x' onclick='alert(1)' %}")


@pytest.mark.parametrize(
    "call", ["{% tag 'warn' 'x' %}", "{% banner 'warn' 'x' %}{% endbanner %}", "{% icon 'doser' %}"]
)
def test_a_misspelt_tone_or_symbol_fails_in_tests_and_is_calm_in_an_office(call, settings):
    with pytest.raises(ValueError, match="is none of"):
        draw(call)
    settings.TEST = False
    assert "warn" not in draw(call)


def test_a_count_may_be_taken_when_it_is_drawn_and_zero_has_no_tone():
    assert ">1.234<" in draw("{% count n tone='late' %}", n=SimpleLazyObject(lambda: 1234))
    assert "data-tone" not in draw("{% count 0 tone='late' %}")


def test_a_button_is_a_link_when_it_leads_somewhere_and_a_button_when_it_does_not():
    assert '<a class="btn primary" href="/x">' in draw("{% button 'Mở' url='/x' kind='primary' %}")
    drawn = draw("{% button 'Lưu' name='do' value='save' key='sample.receive' hx_get='/y' %}")
    assert "<button" in drawn
    assert 'type="submit"' in drawn
    assert 'data-key="F9"' in drawn
    assert 'hx-get="/y"' in drawn
    drawn = draw("{% button 'Hỏi' dialog='ask' %}")
    assert 'type="button"' in drawn
    assert 'commandfor="ask"' in drawn
    assert 'command="show-modal"' in drawn
    assert "href" not in draw("{% button 'Mở' url='/x' disabled=True why='Chưa đủ giấy' %}")


def test_a_deadline_shows_date_shape_and_words():
    drawn = draw("{% due at %}", at=NOW - timedelta(days=2), now=NOW)
    assert 'datetime="2026-11-18T10:15"' in drawn
    assert "18/11" in drawn
    assert 'data-tone="late"' in drawn
    assert "Quá 2 ngày" in drawn


def test_deadlines_of_a_list_ask_the_clock_once(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        draw("{% for at in times %}{% due at %}{% endfor %}", times=[NOW] * 20, now=NOW)


def test_a_leaf_is_the_day_in_vietnam():
    drawn = draw("{% leaf at before=True %}", at=datetime(2026, 11, 23, 10, 0, tzinfo=LOCAL))
    assert "<b>23</b>" in drawn
    assert "tháng 11, 2026" in drawn
    assert "trước 10:00" in drawn


def test_a_field_has_its_label_hint_and_error_joined_to_it():
    drawn = draw("{% field form.name 'c4' %}{% field form.means %}{% field form.secret %}", form=Small({}))
    assert '<label for="id_name">Họ và tên</label>' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_name_error">Nhập họ và tên</span>' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert '<fieldset class="field" id="id_means"' in drawn
    assert "<legend>Trả kết quả</legend>" in drawn
    assert '<label for="id_means_1">' in drawn
    assert 'type="hidden"' in drawn


def test_fields_that_may_stay_empty_say_so():
    assert "(không bắt buộc)" in draw("{% field form.born %}", form=Small())
    assert "(không bắt buộc)" not in draw("{% field form.born optional=False %}", form=Small())
    assert "(không bắt buộc)" not in draw("{% field form.name %}", form=Small())


def test_the_error_summary_leads_to_each_field_and_is_absent_when_all_is_well():
    form = Small({"born": "xx"})
    form.add_error(None, "Hồ sơ này đã có.")
    drawn = draw("{% errors form %}", form=form)
    assert "còn 4 chỗ phải sửa" in drawn
    assert '<a href="#id_born">Ngày sinh: Ngày chưa đúng.' in drawn
    assert '<a href="#id_name">Nhập họ và tên</a>' in drawn
    assert "<li>Hồ sơ này đã có.</li>" in drawn
    assert draw("{% errors form %}", form=Small()).strip() == ""


def test_django_draws_whole_forms_in_the_house_style():
    drawn = draw("{{ form }}", form=Small({}))
    assert drawn.count('class="field"') == 3
    assert "error-summary" in drawn
    assert 'class="field"' in draw("{{ form.name.as_field_group }}", form=Small())


def test_a_form_carries_token_version_and_hidden_fields():
    drawn = draw("{% form_of form version=7 %}{% field form.name %}{% endform_of %}", form=Small(), csrf_token="abc")
    assert 'name="csrfmiddlewaretoken" value="abc"' in drawn
    assert 'name="version" value="7"' in drawn
    assert 'name="secret"' in drawn
    assert "novalidate" in drawn


def test_the_pager_keeps_the_filters():
    request = RequestFactory().get("/x", {"q": "đất đai", "cursor": "old"})
    page = Page(items=[1, 2], next="bbb", previous="aaa", first=26)
    drawn = draw("{% pager page noun='hồ sơ' total=412 %}", request, page=page)
    assert "26–27 trong 412 hồ sơ" in drawn
    assert 'href="?q=%C4%91%E1%BA%A5t+%C4%91ai&amp;cursor=bbb"' in drawn
    assert "cursor=old" not in drawn


def test_filters_keep_the_tab_and_forget_the_page():
    request = RequestFactory().get("/x", {"tab": "late", "cursor": "old", "name": "Nở"})
    drawn = draw("{% filters form %}", request, form=Small(request.GET))
    assert '<input type="hidden" name="tab" value="late">' in drawn
    assert "cursor" not in drawn
    assert 'href="?tab=late"' in drawn


def test_the_phone_bar_has_four_places_and_prefers_the_marked_ones():
    menu = [{"label": f"M{n}", "url": "#", "phone": n == 6} for n in range(7)]
    drawn = draw("{% phone_bar menu %}", menu=menu)
    assert [n for n in range(7) if f"M{n}<" in drawn] == [0, 1, 2, 6]


def test_the_side_menu_is_grouped_and_knows_where_one_is():
    menu = [
        {"label": "A", "url": "/a", "group": "Một"},
        {"label": "B", "url": "/b", "group": "Hai", "current": True, "count": 7},
    ]
    drawn = draw("{% side_menu menu %}", menu=menu)
    assert "<h2>Một</h2>" in drawn
    assert 'href="/b" aria-current="page"' in drawn
    assert '<span class="count">7</span>' in drawn
