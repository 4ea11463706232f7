{
    "name": "Consumer Rights Reports",
    "summary": "Statistics and scheduled reports of a 12315 consumer-rights network",
    "version": "19.0.1.0.0",
    "category": "Services/Consumer Rights",
    "author": "Consumer Rights Centre Team",
    "license": "LGPL-3",
    "depends": ["consumer_rights"],
    "external_dependencies": {"python": ["xlsxwriter"]},
    "data": [
        # security
        "security/ir.model.access.csv",
        "security/statistics_rules.xml",
        "security/pack_rules.xml",
        "security/quality_rules.xml",
        # data
        "data/statistics/rights_report_parameter.xml",
        "data/statistics/rights_indicator.xml",
        "data/statistics/rights_report_table.xml",
        "data/pack/rights_pack.xml",
        "data/quality/rights_quality_item.xml",
        "data/quality/rights_document_template.xml",
        "data/quality/rights_report_table.xml",
        # views
        "views/statistics/rights_indicator_views.xml",
        "views/statistics/rights_report_table_views.xml",
        "views/statistics/rights_closed_period_views.xml",
        "views/statistics/rights_figures_action.xml",
        "views/pack/rights_pack_views.xml",
        "views/quality/rights_quality_item_views.xml",
        "views/quality/rights_quality_deduction_views.xml",
        "views/quality/rights_quality_bulletin_views.xml",
        "views/quality/rights_quality_year_views.xml",
        "report/rights_quality_bulletin_report.xml",
        # menus last: they point at the actions above
        "views/rights_reports_menus.xml",
    ],
    "demo": [
        "demo/quality.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "rights_reports/static/src/**/*.js",
            "rights_reports/static/src/**/*.xml",
            "rights_reports/static/src/**/*.scss",
        ],
    },
    "installable": True,
}
